using MarketStore.TestKit.Rpc;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>Rows for many buckets as one dataset: the buckets lie back to back in each column.</summary>
static class MultiDataset
{
    public static Dictionary<string, object?> Of(IReadOnlyList<(string Key, IReadOnlyList<TypedColumn> Columns)> buckets)
    {
        var columns = buckets[0].Columns;
        var starts = new Dictionary<string, object?>();
        var lengths = new Dictionary<string, object?>();
        var rowCount = 0L;
        foreach (var (key, own) in buckets)
        {
            starts.Add(key, rowCount);
            lengths.Add(key, (long)own[0].RowCount);
            rowCount += own[0].RowCount;
        }

        return new()
        {
            ["types"] = columns.Select(column => (object?)column.Type).ToList(),
            ["names"] = columns.Select(column => (object?)column.Name).ToList(),
            ["data"] = Enumerable.Range(0, columns.Count).Select(column => (object?)buckets.SelectMany(bucket => bucket.Columns[column].Bytes).ToArray()).ToList(),
            ["length"] = rowCount,
            ["startindex"] = starts,
            ["lengths"] = lengths,
        };
    }
}
