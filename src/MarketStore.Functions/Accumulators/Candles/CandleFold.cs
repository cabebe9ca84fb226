namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>The loop of the candlers.</summary>
internal static class CandleFold
{
    /// <summary>
    /// Takes rows of one candle. Of rows with equal times the first keeps both open and close. Highs and lows are compared plainly:
    /// NaN stays where it comes first and is passed over later.
    /// </summary>
    public static void Add(ref Candle candle, CandleRows rows)
    {
        var state = candle;
        for (var row = 0; row < rows.Epochs.Length; row++)
        {
            var seconds = rows.Epochs[row];
            var nanoseconds = rows.Nanoseconds.IsEmpty ? 0 : rows.Nanoseconds[row];
            if (state.RowCount + row == 0)
            {
                (state.OpenSeconds, state.OpenNanoseconds, state.Open) = (seconds, nanoseconds, rows.Open[row]);
                (state.CloseSeconds, state.CloseNanoseconds, state.Close) = (seconds, nanoseconds, rows.Close[row]);
                (state.High, state.Low) = (rows.High[row], rows.Low[row]);
                continue;
            }

            if (IsBefore(seconds, nanoseconds, state.OpenSeconds, state.OpenNanoseconds))
                (state.OpenSeconds, state.OpenNanoseconds, state.Open) = (seconds, nanoseconds, rows.Open[row]);
            if (IsBefore(state.CloseSeconds, state.CloseNanoseconds, seconds, nanoseconds))
                (state.CloseSeconds, state.CloseNanoseconds, state.Close) = (seconds, nanoseconds, rows.Close[row]);
            if (rows.High[row] > state.High)
                state.High = rows.High[row];
            if (rows.Low[row] < state.Low)
                state.Low = rows.Low[row];
        }

        state.RowCount += rows.Epochs.Length;
        candle = state;
    }

    public static double Add(double sum, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            sum += value;
        return sum;
    }

    static bool IsBefore(long leftSeconds, int leftNanoseconds, long rightSeconds, int rightNanoseconds) =>
        leftSeconds < rightSeconds || (leftSeconds == rightSeconds && leftNanoseconds < rightNanoseconds);
}
