using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>Where the rows to come have the times and prices of a candle. For one thread.</summary>
internal sealed class CandleColumns
{
    /// <summary>Rows that <see cref="Read"/> takes at most.</summary>
    public const int BatchRows = 1_024;

    readonly InputColumn _epoch;
    readonly InputColumn? _nanoseconds;

    public CandleColumns(IReadOnlyList<DataShape> input, CandlePrices prices)
    {
        _epoch = InputColumn.FindEpoch(input);
        _nanoseconds = input.Contains(new(ColumnSeries.NanosecondsName, ElementType.Int32)) ? InputColumn.Find(input, ColumnSeries.NanosecondsName) : null;
        Open = new(input, prices.Open, BatchRows);
        High = ReferenceEquals(prices.High, prices.Open) ? Open : new(input, prices.High, BatchRows);
        Low = ReferenceEquals(prices.Low, prices.Open) ? Open : new(input, prices.Low, BatchRows);
        Close = ReferenceEquals(prices.Close, prices.Open) ? Open : new(input, prices.Close, BatchRows);
    }

    public PriceReader Open { get; }

    public PriceReader High { get; }

    public PriceReader Low { get; }

    public PriceReader Close { get; }

    /// <summary>Seconds since 1970 of each row.</summary>
    public ReadOnlySpan<long> Epochs(ColumnSeries rows) => _epoch.Values<long>(rows);

    /// <summary>Nanoseconds within the second of each row; empty for bars.</summary>
    public ReadOnlySpan<int> Nanoseconds(ColumnSeries rows) => _nanoseconds is { } nanoseconds ? nanoseconds.Values<int>(rows) : [];

    /// <summary>Some rows as doubles. They stay valid until the next call.</summary>
    public CandleRows Read(ColumnSeries rows, int first, int count)
    {
        var nanoseconds = Nanoseconds(rows);
        return new(
            Epochs(rows).Slice(first, count),
            nanoseconds.IsEmpty ? [] : nanoseconds.Slice(first, count),
            Open.Read(rows, first, count),
            High.Read(rows, first, count),
            Low.Read(rows, first, count),
            Close.Read(rows, first, count));
    }
}
