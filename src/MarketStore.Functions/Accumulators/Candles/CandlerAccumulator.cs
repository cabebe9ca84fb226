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

    readonly CandleColumns _columns;
    // Columns that are summed, each once, and where among them the outputs find theirs.
    readonly InputColumn[] _summed;
    readonly int[] _sums;
    readonly int[] _averages;
    readonly CandleSet _candles;
    WindowCursor _cursor;

    CandlerAccumulator(CandlePrices prices, FunctionArguments arguments, IReadOnlyList<DataShape> input, WindowCalendar calendar)
    {
        _cursor = new(calendar);
        _columns = new(input, prices);
        var (sums, averages) = (arguments.Of(SumParameter), arguments.Of(AverageParameter));
        var summed = sums.Concat(averages).Distinct(StringComparer.Ordinal).ToList();
        _summed = [.. summed.Select(name => InputColumn.Find(input, name))];
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
        if (RowOrder.IsAscending(_columns.Epochs(rows), _columns.Nanoseconds(rows)))
        {
            AddOrdered(rows);
            return;
        }

        for (var first = 0; first < rows.RowCount; first += CandleColumns.BatchRows)
            AddBatch(rows, first, Math.Min(CandleColumns.BatchRows, rows.RowCount - first));
    }

    public ColumnSeries Finish()
    {
        if (_candles.Count == 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, "empty input to Accum");
        return CandleOutput.Series(Output, _candles, _sums, _averages);
    }

    void AddOrdered(ColumnSeries rows)
    {
        var epochs = _columns.Epochs(rows);
        var guess = 1;
        for (var row = 0; row < epochs.Length; row += guess)
        {
            _cursor.MoveTo(epochs[row]);
            // The windows before and after this one have as many rows, nearly always.
            guess = _cursor.AscendingRunLength(epochs[row..], guess);
            var candle = _candles.FindOrAdd(_cursor.Current.StartSeconds);
            CandleFold.AddOrdered(ref _candles[candle], _columns, rows, row, guess);
            AddSums(candle, rows, row, guess);
        }
    }

    void AddBatch(ColumnSeries rows, int first, int count)
    {
        var batch = _columns.Read(rows, first, count);
        for (var row = 0; row < count;)
        {
            _cursor.MoveTo(batch.Epochs[row]);
            var length = _cursor.RunLength(batch.Epochs[row..]);
            var candle = _candles.FindOrAdd(_cursor.Current.StartSeconds);
            CandleFold.AddAny(ref _candles[candle], batch.Slice(row, length));
            AddSums(candle, rows, first + row, length);
            row += length;
        }
    }

    void AddSums(int candle, ColumnSeries rows, int first, int count)
    {
        var sums = _candles.Sums(candle);
        for (var column = 0; column < sums.Length; column++)
            sums[column] = _summed[column].AddTo(sums[column], rows, first, count);
    }
}
