namespace MarketStore.Trials.DiskClones;

/// <summary>Cuts the power of a real file system under a server at work: docs/testing.md.</summary>
sealed class DiskCloneTrial(int cutsPerDisk = 5) : Trial
{
    readonly Lazy<string?> _obstacle = new(FindObstacle);

    public override string Name => "disk-clones";

    public override string Purpose => $"Cuts the power of an ext4 disk under a server at work; a case is a disk with {cutsPerDisk} cuts, every sixth with wal_sync none and every sixth with interval";

    /// <summary>20 disks with <c>wal_sync: commit</c>, 5 with each of the others.</summary>
    public override long LongFormCases => 30;

    /// <summary>Three servers at most, and every flush goes through three file systems.</summary>
    public override int Parallelism => 1;

    public override string? Obstacle => _obstacle.Value;

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        await using var scene = await DiskCloneCase.CreateAsync(seed, tally);
        await scene.RunAsync(cutsPerDisk, cancellationToken);
    }

    /// <summary>Tries it: rights, tools and file systems of a machine can be missing in more ways than could be asked for.</summary>
    static string? FindObstacle() => Task.Run(async () =>
    {
        try
        {
            await using var disk = await CloneableDisk.CreateAsync();
            await disk.MountCloneAsync(disk.Clone());
            return null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return missing.Message;
        }
    }).GetAwaiter().GetResult();
}
