using System.Numerics;
using System.Runtime.InteropServices;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>The loops of the candlers.</summary>
internal static class CandleFold
{
    /// <summary>
    /// Takes rows of one candle. Of rows with equal times the first keeps both open and close. Highs and lows are compared plainly:
    /// NaN stays where it comes first and is passed over later.
    /// </summary>
    public static void Add(ref Candle candle, CandleRows rows)
    {
        if (rows.Nanoseconds.IsEmpty && IsAscending(rows.Epochs))
            AddAscending(ref candle, rows);
        else
            AddAny(ref candle, rows);
    }

    /// <summary>Rows of bars come in order of time nearly always: then only the first can open the candle and only one of the last can close it.</summary>
    public static void AddAscending(ref Candle candle, CandleRows rows)
    {
        var epochs = rows.Epochs;
        var last = epochs.Length - 1;
        while (last > 0 && epochs[last - 1] == epochs[last])
            last--;
        if (candle.RowCount == 0)
        {
            (candle.High, candle.Low) = (rows.High[0], rows.Low[0]);
            (candle.OpenSeconds, candle.OpenNanoseconds, candle.Open) = (epochs[0], 0, rows.Open[0]);
            (candle.CloseSeconds, candle.CloseNanoseconds, candle.Close) = (epochs[last], 0, rows.Close[last]);
        }

        if (IsBefore(epochs[0], 0, candle.OpenSeconds, candle.OpenNanoseconds))
            (candle.OpenSeconds, candle.OpenNanoseconds, candle.Open) = (epochs[0], 0, rows.Open[0]);
        if (IsBefore(candle.CloseSeconds, candle.CloseNanoseconds, epochs[last], 0))
            (candle.CloseSeconds, candle.CloseNanoseconds, candle.Close) = (epochs[last], 0, rows.Close[last]);
        candle.High = Highest(candle.High, rows.High);
        candle.Low = Lowest(candle.Low, rows.Low);
        candle.RowCount += epochs.Length;
    }

    /// <summary>Rows in any order.</summary>
    public static void AddAny(ref Candle candle, CandleRows rows)
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

    static bool IsAscending(ReadOnlySpan<long> epochs)
    {
        var row = 1;
        for (; row + Vector<long>.Count <= epochs.Length; row += Vector<long>.Count)
        {
            if (Vector.LessThanAny(new(epochs[row..]), new Vector<long>(epochs[(row - 1)..])))
                return false;
        }

        for (; row < epochs.Length; row++)
        {
            if (epochs[row] < epochs[row - 1])
                return false;
        }

        return true;
    }

    static double Highest(double highest, ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        if (vectors.Length > 0)
        {
            var lanes = new Vector<double>(highest);
            foreach (var vector in vectors)
                lanes = Vector.ConditionalSelect(Vector.GreaterThan(vector, lanes), vector, lanes);
            for (var lane = 0; lane < Vector<double>.Count; lane++)
                highest = lanes[lane] > highest ? lanes[lane] : highest;
        }

        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
            highest = value > highest ? value : highest;
        return highest;
    }

    static double Lowest(double lowest, ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        if (vectors.Length > 0)
        {
            var lanes = new Vector<double>(lowest);
            foreach (var vector in vectors)
                lanes = Vector.ConditionalSelect(Vector.LessThan(vector, lanes), vector, lanes);
            for (var lane = 0; lane < Vector<double>.Count; lane++)
                lowest = lanes[lane] < lowest ? lanes[lane] : lowest;
        }

        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
            lowest = value < lowest ? value : lowest;
        return lowest;
    }

    static bool IsBefore(long leftSeconds, int leftNanoseconds, long rightSeconds, int rightNanoseconds) =>
        leftSeconds < rightSeconds || (leftSeconds == rightSeconds && leftNanoseconds < rightNanoseconds);
}
