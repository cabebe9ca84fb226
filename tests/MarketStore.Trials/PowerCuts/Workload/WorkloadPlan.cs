using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Trials.PowerCuts.Simulation;

namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>What kind of store a case has and what is done with it, all of it from the seed.</summary>
/// <param name="IsOrdered">A turnstile decides who reaches the disk when, and checkpoints come when the workload says so. Otherwise threads run free and checkpoints come by themselves.</param>
/// <param name="FailsFlushes">Flushes fail now and then.</param>
/// <param name="Deletes">Ranges of rows are deleted now and then.</param>
/// <param name="IsWide">Some batches make so many buckets that a checkpoint flushes the whole file system.</param>
sealed record WorkloadPlan(DatabaseOptions Options, int Steps, bool IsOrdered, bool FailsFlushes, bool IsWide, bool Deletes)
{
    static readonly string[] ZoneNames = ["UTC", "UTC", "UTC", "America/New_York", "Asia/Tokyo"];

    public WalSync Sync => Options.WalSync;

    public bool IsUtc => Options.Zone == MarketTimeZone.Utc;

    /// <param name="chance">Decides.</param>
    /// <param name="deletes">True to delete ranges of rows too, where that can be judged: late flushes leave parts of what came before.</param>
    public static WorkloadPlan From(Random chance, bool deletes)
    {
        var isOrdered = chance.Next(8) > 0;
        var sync = chance.Next(10) switch { 0 => WalSync.Interval, 1 => WalSync.None, _ => WalSync.Commit };
        if (!MarketTimeZone.TryGet(ZoneNames[chance.Next(ZoneNames.Length)], out var zone))
            throw new InvalidOperationException("a time zone is missing");
        var options = new DatabaseOptions
        {
            RootDirectory = DiskConnection.RootPath,
            Zone = zone,
            CompressVariableRecords = chance.Next(4) > 0,
            WalSync = sync,
            CheckpointInterval = TimeSpan.FromDays(1),
            // In order, the workload asks for checkpoints before these bounds are reached; the first one decides how many rows are carried.
            HotRowBytes = isOrdered ? 100_000 : chance.Next(300, 6_000),
            CheckpointLogBytes = isOrdered ? long.MaxValue : chance.Next(1_000, 20_000),
            MaxOpenFiles = chance.Next(4) == 0 ? 2 : 1_024,
        };
        return new(options, chance.Next(25, 60), isOrdered, FailsFlushes: sync == WalSync.Commit && chance.Next(4) == 0, IsWide: sync == WalSync.Commit && chance.Next(15) == 0, deletes && sync == WalSync.Commit);
    }
}
