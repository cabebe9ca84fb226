using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;
using MarketStore.Trials.PowerCuts.Listening;

namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>What an operation did to one bucket.</summary>
/// <param name="Bucket">What it wrote, alone and in the order in which it is stored; null for a deletion.</param>
sealed record LedgerChange(string Key, ChangedRange Range, BucketContent? Bucket)
{
    public static LedgerChange Of(string key, BucketContent written, IReadOnlyList<ModelRow> rows) =>
        new(key, RangeOf(key, rows), written.IsVariable ? written with { Rows = [.. rows] } : written.Emptied().With(rows));

    public static LedgerChange OfDeletion(string key, IReadOnlyList<ModelRow> rows) => new(key, RangeOf(key, rows), null);

    /// <summary>Null, or how what was told differs.</summary>
    public string? DifferenceTo(ToldChange told)
    {
        if (told.Range.First > Range.First || told.Range.Last < Range.Last)
            return $"the listener was told of {told.Range} for {Range}";
        if (Bucket is null || told.Rows is null)
            return Bucket is null == told.Rows is null ? null : $"the listener was told {(told.Rows is null ? "of no rows" : "of rows that are gone")} in {Key}";
        var rows = RowSchema.All[Bucket.Schema].Read(told.Rows);
        return Bucket.Holds(rows) ? null : $"the listener was told of the rows {string.Join(' ', rows.Take(20))} for {string.Join(' ', Bucket.Rows.Take(20))} in {Key}";
    }

    static ChangedRange RangeOf(string key, IReadOnlyList<ModelRow> rows) =>
        new(TimeBucketKey.Parse(key), rows.Min(row => row.Nanoseconds) / ModelRow.PerSecond, rows.Max(row => row.Nanoseconds) / ModelRow.PerSecond);
}
