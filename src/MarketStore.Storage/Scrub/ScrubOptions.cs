using MarketStore.Core.Time;

namespace MarketStore.Storage.Scrub;

/// <summary>What a look over a data directory is to do.</summary>
public sealed record ScrubOptions
{
    /// <summary>Year files before this year are passed over.</summary>
    public int FirstYear { get; init; } = MarketTimeZone.MinYear;

    /// <summary>Year files after this year are passed over.</summary>
    public int LastYear { get; init; } = MarketTimeZone.MaxYear;

    /// <summary>Buckets looked at at a time.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>True to look even while a server holds the directory. Findings may then be of writes that are under way.</summary>
    public bool AllowsServer { get; init; }

    /// <summary>True to repair what can be repaired without a doubt: docs/cli.md, "Checking a data directory". Not beside a server.</summary>
    public bool Repairs { get; init; }

    /// <summary>Told after each bucket, from any thread: buckets that were looked at, and all of them.</summary>
    public Action<long, long>? Progress { get; init; }
}
