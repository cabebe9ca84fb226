using System.Numerics;
using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;

namespace MarketStore.Functions.Adjustment;

/// <summary>
/// <c>adjust</c>: prices and volumes in terms of today's shares. A row before a change has its prices divided by the rate, rounded to four decimals, and its volume multiplied.
/// Columns keep their order and types; rows after the last change stay as they are.
/// </summary>
internal sealed class AdjustAccumulator : IAccumulator
{
    const string VolumeName = "Volume";

    // Rows of bars that are adjusted at all are few: those of days or minutes of one symbol.
    const long MaxBytes = 2L << 30;
    const double Decimals = 10_000;

    static readonly string[] PriceNames = ["Open", "High", "Low", "Close"];

    readonly IReadOnlyList<RateChange> _changes;
    readonly List<byte>[] _columns;
    readonly int _epoch;
    long _bytes;

    /// <param name="input">Names and types of the rows' columns.</param>
    /// <param name="changes">Ascending in time.</param>
    /// <exception cref="MarketStoreException">The rows have no times.</exception>
    public AdjustAccumulator(IReadOnlyList<DataShape> input, IReadOnlyList<RateChange> changes)
    {
        (Output, _changes) = (input, changes);
        _columns = [.. input.Select(_ => new List<byte>())];
        _epoch = InputColumn.FindEpoch(input).Position;
    }

    public IReadOnlyList<DataShape> Output { get; }

    public void Add(ColumnSeries rows)
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            _columns[column].AddRange(rows.Columns[column].Data.Span);
            _bytes += rows.Columns[column].Data.Length;
        }

        if (_bytes > MaxBytes)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"adjust takes at most {MaxBytes >> 30} GiB of rows: ask for a shorter range");
    }

    public ColumnSeries Finish()
    {
        var epochs = MemoryMarshal.Cast<byte, long>(CollectionsMarshal.AsSpan(_columns[_epoch]));
        var rates = RatesOf(epochs);
        var columns = new List<Column>();
        for (var column = 0; column < _columns.Length; column++)
        {
            var bytes = _columns[column].ToArray();
            if (rates is not null)
                Adjust(Output[column], bytes, rates);
            columns.Add(new(Output[column].Name, Output[column].Type, bytes) { TextLength = Output[column].TextLength });
        }

        return new(columns, epochs.Length);
    }

    /// <summary>The rate of each row: the product of all changes later than it. Null when there is no change at all.</summary>
    double[]? RatesOf(ReadOnlySpan<long> epochs)
    {
        if (_changes.Count == 0)
            return null;
        var rates = new double[epochs.Length];
        var (rate, next) = (1.0, _changes.Count - 1);
        for (var row = epochs.Length - 1; row >= 0; row--)
        {
            for (; next >= 0 && _changes[next].EpochSeconds > epochs[row]; next--)
                rate *= _changes[next].Rate;
            rates[row] = rate;
        }

        return rates;
    }

    static void Adjust(DataShape shape, byte[] bytes, double[] rates)
    {
        if (shape.Name == VolumeName)
        {
            switch (shape.Type)
            {
                case ElementType.Int32: Multiply<int>(bytes, rates); break;
                case ElementType.Int64: Multiply<long>(bytes, rates); break;
                case ElementType.UInt32: Multiply<uint>(bytes, rates); break;
                case ElementType.UInt64: Multiply<ulong>(bytes, rates); break;
                case ElementType.Float32: MultiplyFloats<float>(bytes, rates); break;
                case ElementType.Float64: MultiplyFloats<double>(bytes, rates); break;
            }
        }
        else if (shape.Type == ElementType.Float64)
        {
            Divide<double>(bytes, rates);
        }
        else if (shape.Type == ElementType.Float32 && PriceNames.Contains(shape.Name))
        {
            Divide<float>(bytes, rates);
        }
    }

    static void Divide<T>(byte[] bytes, double[] rates)
        where T : unmanaged, INumber<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var row = 0; row < values.Length; row++)
            values[row] = T.CreateTruncating(Math.Round(double.CreateTruncating(values[row]) / rates[row] * Decimals, MidpointRounding.AwayFromZero) / Decimals);
    }

    /// <summary>Whole shares; what does not fit stays at the end of the type.</summary>
    static void Multiply<T>(byte[] bytes, double[] rates)
        where T : unmanaged, INumber<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var row = 0; row < values.Length; row++)
        {
            if (rates[row] != 1)
                values[row] = T.CreateSaturating(Math.Truncate(double.CreateTruncating(values[row]) * rates[row]));
        }
    }

    static void MultiplyFloats<T>(byte[] bytes, double[] rates)
        where T : unmanaged, INumber<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var row = 0; row < values.Length; row++)
            values[row] = T.CreateTruncating(double.CreateTruncating(values[row]) * rates[row]);
    }
}
