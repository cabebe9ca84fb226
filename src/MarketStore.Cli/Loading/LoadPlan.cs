using MarketStore.Core.Keys;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>How the rows of a file become rows of a bucket.</summary>
/// <param name="IsNew">The first rows make the bucket.</param>
/// <param name="LeftOut">Columns of the file, by their place, that are not loaded, and why.</param>
internal sealed record LoadPlan(
    string Path,
    TimeBucketKey Key,
    bool IsNew,
    RecordType RecordType,
    IReadOnlyList<string> Header,
    TimeSource Time,
    IReadOnlyList<PlannedColumn> Columns,
    IReadOnlyDictionary<int, string> LeftOut)
{
    /// <summary>Cuts texts that are too long for their column, and counts them, where they would otherwise be refused.</summary>
    public bool CutsLongTexts { get; init; }
}
