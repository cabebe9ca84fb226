using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Calls;
using MarketStore.Functions.Windows;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary><c>candlecandler</c> and <c>tickcandler</c>: one candle for each window that has rows, with sums and averages of other columns.</summary>
internal sealed class CandlerAccumulator : IAccumulator
{
    public const string SumParameter = "Sum";
    public const string AverageParameter = "Avg";

    const int BatchRows = 1_024;

    readonly PriceReader _open;
    readonly PriceReader _high;
    readonly PriceReader _low;
    readonly PriceReader _close;
    readonly InputColumn _epoch;
    readonly InputColumn? _nanoseconds;
    // Columns that are summed, each once, and where among them the outputs find theirs.
    readonly PriceReader[] _summed;
    readonly int[] _sums;
    readonly int[] _averages;
    readonly CandleSet _candles;
    WindowCursor _cursor;

    CandlerAccumulator(CandlePrices prices, FunctionArguments arguments, IReadOnlyList<DataShape> input, WindowCalendar calendar)
    {
        _cursor = new(calendar);
        _epoch = InputColumn.FindEpoch(input);
        _nanoseconds = input.Contains(new(ColumnSeries.NanosecondsName, ElementType.Int32)) ? InputColumn.Find(input, ColumnSeries.NanosecondsName) : null;
        _open = new(input, prices.Open, BatchRows);
        _high = ReferenceEquals(prices.High, prices.Open) ? _open : new(input, prices.High, BatchRows);
        _low = ReferenceEquals(prices.Low, prices.Open) ? _open : new(input, prices.Low, BatchRows);
        _close = ReferenceEquals(prices.Close, prices.Open) ? _open : new(input, prices.Close, BatchRows);

        var (sums, averages) = (arguments.Of(SumParameter), arguments.Of(AverageParameter));
        var summed = sums.Concat(averages).Distinct(StringComparer.Ordinal).ToList();
        _summed = [.. summed.Select(name => new PriceReader(input, [name], BatchRows))];
        _sums = [.. sums.Select(name => summed.IndexOf(name))];
        _averages = [.. averages.Select(name => summed.IndexOf(name))];
        _candles = new(_summed.Length);
        Output = CandleOutput.Shapes(sums, averages);
    }

    public IReadOnlyList<DataShape> Output { get; }

    /// <exception cref="MarketStoreException">The literals are not one timeframe, or a column is missing or not numeric.</exception>
    public static CandlerAccumulator Create(CandlePrices prices, FunctionArguments arguments, IReadOnlyList<DataShape> input, FunctionContext context)
    {
        if (arguments.Literals.Count != 1)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{context.LiteralErrorPrefix}argument passed to Init() is not a string");
        if (!CandleWindow.TryParse(arguments.Literals[0], out var window))
        {
            throw new MarketStoreException(
                ErrorKind.InvalidRequest,
                $"{context.LiteralErrorPrefix}no suitable timeframe provided: timeframe not found in \"{arguments.Literals[0]}\"");
        }

        return new(prices, arguments, input, new(window, context.Zone));
    }

    public void Add(ColumnSeries rows)
    {
        for (var first = 0; first < rows.RowCount; first += BatchRows)
            AddBatch(rows, first, Math.Min(BatchRows, rows.RowCount - first));
    }

    public ColumnSeries Finish()
    {
        if (_candles.Count == 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, "empty input to Accum");
        return CandleOutput.Series(Output, _candles, _sums, _averages);
    }

    void AddBatch(ColumnSeries rows, int first, int count)
    {
        var batch = new CandleRows(
            _epoch.Values<long>(rows).Slice(first, count),
            _nanoseconds is { } nanoseconds ? nanoseconds.Values<int>(rows).Slice(first, count) : [],
            _open.Read(rows, first, count),
            _high.Read(rows, first, count),
            _low.Read(rows, first, count),
            _close.Read(rows, first, count));
        foreach (var summed in _summed)
            summed.Read(rows, first, count);

        for (var row = 0; row < count;)
        {
            _cursor.MoveTo(batch.Epochs[row]);
            var length = _cursor.RunLength(batch.Epochs[row..]);
            var candle = _candles.FindOrAdd(_cursor.Current.StartSeconds);
            CandleFold.Add(ref _candles[candle], batch.Slice(row, length));
            var sums = _candles.Sums(candle);
            for (var column = 0; column < sums.Length; column++)
                sums[column] = CandleFold.Add(sums[column], _summed[column].Values(row, length));
            row += length;
        }
    }
}
