using MarketStore.Core.Series;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>The loops of the candlers. Of rows with equal times the first keeps both open and close.</summary>
internal static class CandleFold
{
    /// <summary>Takes rows of one candle that come in order of time, as nearly all do: then only the first can open the candle and only one of the last can close it.</summary>
    public static void AddOrdered(ref Candle candle, CandleColumns columns, ColumnSeries rows, int first, int count)
    {
        var epochs = columns.Epochs(rows);
        var nanoseconds = columns.Nanoseconds(rows);
        var last = first + count - 1;
        while (last > first && TimeOf(last - 1, epochs, nanoseconds) == TimeOf(last, epochs, nanoseconds))
            last--;
        var (begin, end) = (TimeOf(first, epochs, nanoseconds), TimeOf(last, epochs, nanoseconds));
        var isNew = candle.RowCount == 0;
        if (isNew)
            (candle.High, candle.Low) = (columns.High.At(rows, first), columns.Low.At(rows, first));
        if (isNew || begin.CompareTo((candle.OpenSeconds, candle.OpenNanoseconds)) < 0)
            (candle.OpenSeconds, candle.OpenNanoseconds, candle.Open) = (begin.Seconds, begin.Nanoseconds, columns.Open.At(rows, first));
        if (isNew || end.CompareTo((candle.CloseSeconds, candle.CloseNanoseconds)) > 0)
            (candle.CloseSeconds, candle.CloseNanoseconds, candle.Close) = (end.Seconds, end.Nanoseconds, columns.Close.At(rows, last));
        candle.High = columns.High.Fold<HigherFirst<float>, HigherFirst<double>>(candle.High, rows, first, count);
        candle.Low = columns.Low.Fold<LowerFirst<float>, LowerFirst<double>>(candle.Low, rows, first, count);
        candle.RowCount += count;
    }

    /// <summary>Takes rows of one candle in any order. Which opened it and which closed it goes by their times.</summary>
    public static void AddAny(ref Candle candle, CandleRows rows)
    {
        var state = candle;
        for (var row = 0; row < rows.Epochs.Length; row++)
        {
            var time = TimeOf(row, rows.Epochs, rows.Nanoseconds);
            var isNew = state.RowCount + row == 0;
            if (isNew || time.CompareTo((state.OpenSeconds, state.OpenNanoseconds)) < 0)
                (state.OpenSeconds, state.OpenNanoseconds, state.Open) = (time.Seconds, time.Nanoseconds, rows.Open[row]);
            if (isNew || time.CompareTo((state.CloseSeconds, state.CloseNanoseconds)) > 0)
                (state.CloseSeconds, state.CloseNanoseconds, state.Close) = (time.Seconds, time.Nanoseconds, rows.Close[row]);
            // Compared plainly: NaN stays where it comes first and is passed over later.
            if (isNew || rows.High[row] > state.High)
                state.High = rows.High[row];
            if (isNew || rows.Low[row] < state.Low)
                state.Low = rows.Low[row];
        }

        state.RowCount += rows.Epochs.Length;
        candle = state;
    }

    static (long Seconds, int Nanoseconds) TimeOf(int row, ReadOnlySpan<long> epochs, ReadOnlySpan<int> nanoseconds) =>
        (epochs[row], nanoseconds.IsEmpty ? 0 : nanoseconds[row]);
}
