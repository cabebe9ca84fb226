using System.Diagnostics;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;

namespace MarketStore.Trials.FullDisk;

/// <summary>
/// A case is a server on a small file system that clients fill up: writes are refused clearly and queries answered, until there is room again; then a kill and a start.
/// </summary>
sealed class FullDiskTrial : Trial
{
    const int DiskMebibytes = 64;
    const int BallastMebibytes = 24;
    const int Writers = 4;

    /// <summary>What docs/wal.md leaves open is how soon; longer than this no operator would wait.</summary>
    static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(5);

    static readonly Lazy<string?> FoundObstacle = new(SmallDisk.FindObstacle);

    public override string Name => "full-disk";

    public override string Purpose => "Fills the file system under a server, makes room, and kills it; a case is one server";

    public override long LongFormCases => 200;

    public override int Parallelism => 1;

    public override string? Obstacle => FoundObstacle.Value;

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        var random = new Random((int)seed);
        using var disk = SmallDisk.Mount(DiskMebibytes);
        var ballast = disk.Fill("ballast", (BallastMebibytes + random.Next(9)) << 20);
        var settings = new ServerSettings(Path.Combine(disk.Path, "data"));
        var writers = Enumerable.Range(0, Writers).Select(number => new DiskWriter(number, isVariable: number % 2 == 1)).ToList();
        await using (var server = await ServerProcess.StartAsync(settings))
        {
            await Task.WhenAll(writers.Select(writer => FillAsync(server.Rpc, writer, tally)));
            for (var round = 0; round < 3; round++)
            {
                await CheckAsync(server.Rpc, writers, isAfterStart: false, $"seed {seed}, on a full disk");
                foreach (var writer in writers)
                    await RefusedOrNotAsync(server.Rpc, writer, tally);
            }

            File.Delete(ballast);
            await RecoverAsync(server, writers, seed, tally);
            await CheckAsync(server.Rpc, writers, isAfterStart: false, $"seed {seed}, with room again");
            await server.KillAsync();
        }

        await using var next = await ServerProcess.StartAsync(settings);
        await CheckAsync(next.Rpc, writers, isAfterStart: true, $"seed {seed}, after a kill");
        tally.Add("batches acknowledged", writers.Sum(writer => writer.Acknowledged));
        tally.Add("kills");
        await next.StopAsync();
    }

    /// <summary>Writes until the disk is so full that a batch is refused.</summary>
    static async Task FillAsync(JsonRpcCaller rpc, DiskWriter writer, TrialTally tally)
    {
        for (var batch = 0; batch < 5_000; batch++)
        {
            if (await RefusedOrNotAsync(rpc, writer, tally))
                return;
        }

        throw new TrialFailedException($"{writer.Key}: 5,000 batches and no end of a disk of {DiskMebibytes} MiB");
    }

    /// <summary>A refusal says that there is no room.</summary>
    static async Task<bool> RefusedOrNotAsync(JsonRpcCaller rpc, DiskWriter writer, TrialTally tally)
    {
        var refusal = await writer.WriteAsync(rpc);
        if (refusal is null)
            return false;
        if (!refusal.Contains("No space left on device", StringComparison.Ordinal) && !refusal.Contains("disk full", StringComparison.Ordinal))
            throw new TrialFailedException($"{writer.Key} is refused without saying that the disk is full: {refusal}");
        tally.Add("batches refused");
        return true;
    }

    static async Task RecoverAsync(ServerProcess server, List<DiskWriter> writers, long seed, TrialTally tally)
    {
        var watch = Stopwatch.StartNew();
        foreach (var writer in writers)
        {
            while (await writer.WriteAsync(server.Rpc) is { } refusal)
            {
                if (watch.Elapsed > RecoveryLimit)
                    throw new TrialFailedException($"seed {seed}: {writer.Key} is still refused {watch.Elapsed.TotalSeconds:0.0} s after there is room again: {refusal}\n{server.Program.Transcript}");
                await Task.Delay(50);
            }
        }

        tally.Peak("seconds until writes are taken again", watch.Elapsed.TotalSeconds);
    }

    static async Task CheckAsync(JsonRpcCaller rpc, List<DiskWriter> writers, bool isAfterStart, string when)
    {
        foreach (var writer in writers)
        {
            if (await writer.FindFaultAsync(rpc, isAfterStart) is { } fault)
                throw new TrialFailedException($"{when}: {fault}");
        }
    }
}
