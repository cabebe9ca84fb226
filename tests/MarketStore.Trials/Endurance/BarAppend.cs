namespace MarketStore.Trials.Endurance;

/// <summary>A write of one bar for each of some symbols, in one timeframe or several.</summary>
sealed class BarAppend
{
    readonly IReadOnlyList<(int Symbol, BarTimeframe Timeframe)> _rows;
    readonly PreparedWrite _write;

    public BarAppend(IReadOnlyList<int> symbols, params IReadOnlyList<BarTimeframe> timeframes)
    {
        Symbols = symbols;
        _rows = [.. symbols.SelectMany(symbol => timeframes.Select(timeframe => (symbol, timeframe)))];
        _write = new(
            [.. _rows.Select(row => row.Timeframe.KeyOf(row.Symbol))], rowsPerKey: 1, isVariable: false,
            ("Epoch", "i8"), ("Open", "f4"), ("High", "f4"), ("Low", "f4"), ("Close", "f4"), ("Volume", "i8"));
    }

    public IReadOnlyList<int> Symbols { get; }

    /// <summary>The body for the n-th bar since the market began. It is valid until the next call.</summary>
    public byte[] BodyFor(long period)
    {
        for (var row = 0; row < _rows.Count; row++)
        {
            var (symbol, timeframe) = _rows[row];
            _write.Column<long>(0)[row] = Market.EpochOf(timeframe, period);
            for (var price = 0; price < 4; price++)
                _write.Column<float>(1 + price)[row] = Market.Price(symbol, period, price);
            _write.Column<long>(5)[row] = Market.Volume(symbol, period);
        }

        return _write.Body;
    }
}
