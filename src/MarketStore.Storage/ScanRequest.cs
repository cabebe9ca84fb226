using MarketStore.Core.Time;

namespace MarketStore.Storage;

/// <summary>Which rows of a bucket to read, and which columns of them.</summary>
/// <param name="Range">Fixed buckets: every slot from the one holding the start to the one holding the end. Variable buckets: exact, both ends inclusive.</param>
/// <param name="RowLimit">The most rows to return; null for all.</param>
/// <param name="Direction">Which end of the range the limit counts from. Rows are ascending in time either way.</param>
/// <param name="Columns">Names of stored columns, in the order wanted; unknown ones are left out. Null for all. Epoch always comes first and Nanoseconds of variable buckets last.</param>
public sealed record ScanRequest(TimeRange Range, long? RowLimit = null, ScanDirection Direction = ScanDirection.First, IReadOnlyList<string>? Columns = null)
{
    /// <summary>Counts the slots that the scan reads; null when nobody wants to know.</summary>
    public ScanCounter? Counter { get; init; }

    /// <summary>
    /// For ascending reads of variable buckets in several scans: the limit ends the scan only where a slot ends, since a slot's rows are stored as one block,
    /// and where the next scan begins is told here. Null for an exact limit.
    /// </summary>
    public ScanPosition? Position { get; init; }
}
