using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;

namespace MarketStore.Plugins.Streaming;

/// <summary>Brings rows into the order of time: ticks come as they were sent.</summary>
internal static class TimeOrder
{
    /// <summary>The same rows where they are in order; a copy in order where they are not. Rows of one time keep theirs.</summary>
    public static ColumnSeries Of(ColumnSeries rows)
    {
        var nanoseconds = rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) && column.Value.Type == ElementType.Int32 ? column.Value.Values<int>() : [];
        if (RowOrder.IsAscending(rows.Epochs, nanoseconds))
            return rows;
        var times = new EpochTime[rows.RowCount];
        for (var row = 0; row < times.Length; row++)
            times[row] = new(rows.Epochs[row], nanoseconds.IsEmpty ? 0 : nanoseconds[row]);
        return RowSelection.Take(rows, [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])]);
    }
}
