using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>What a load is asked to do.</summary>
internal sealed record LoadOptions(string Path, TimeBucketKey Key)
{
    /// <summary>The file that says how the data file is to be read; null to find out from the data.</summary>
    public string? ControlPath { get; init; }

    /// <summary>Makes a new bucket one of ticks; an existing one has to be.</summary>
    public bool WantsVariable { get; init; }

    /// <summary>The zone of times without an offset.</summary>
    public MarketTimeZone Zone { get; init; } = MarketTimeZone.Utc;

    /// <summary>Types by the column's name in the file or in the bucket; null leaves the column out.</summary>
    public IReadOnlyList<(string Name, ElementType? Type)> Types { get; init; } = [];

    /// <summary>Names in the bucket by names in the file.</summary>
    public IReadOnlyList<(string CsvName, string Name)> Renames { get; init; } = [];

    /// <summary>Passes over rows that cannot be read.</summary>
    public bool SkipsBadRows { get; init; }
}
