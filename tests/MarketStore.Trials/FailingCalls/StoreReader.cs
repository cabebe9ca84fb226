using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Trials.FailingCalls;

/// <summary>Reads what a store holds.</summary>
static class StoreReader
{
    public static SortedDictionary<string, IReadOnlyList<StoreRow>> ReadAll(Database database)
    {
        var read = new SortedDictionary<string, IReadOnlyList<StoreRow>>(StringComparer.Ordinal);
        foreach (var key in database.ListBuckets())
            read.Add(key.ToString(), Read(database, key));
        return read;
    }

    /// <exception cref="TrialFailedException">The bucket has other columns.</exception>
    public static IReadOnlyList<StoreRow> Read(Database database, TimeBucketKey key)
    {
        using var series = database.Scan(key, new(TimeRange.All));
        var rows = new List<StoreRow>(series.RowCount);
        if (!series.TryGetColumn(StoreRow.NumberColumn, out var numbers) || !series.TryGetColumn(StoreRow.PriceColumn, out var prices))
            throw new TrialFailedException($"{key} has the columns {string.Join(", ", series.Shapes)}");
        var nanoseconds = series.TryGetColumn(ColumnSeries.NanosecondsName, out var column) ? column.Value.Values<int>() : [];
        for (var row = 0; row < series.RowCount; row++)
        {
            var number = numbers.Value.Values<long>()[row];
            var price = prices.Value.Values<double>()[row];
            var isTorn = BitConverter.DoubleToInt64Bits(price) != BitConverter.DoubleToInt64Bits(StoreRow.PriceOf(number));
            rows.Add(new(number, series.Epochs[row], nanoseconds.IsEmpty ? 0 : nanoseconds[row], isTorn));
        }

        return rows;
    }
}
