using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;
using MarketStore.Functions.Windows;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Bars of windows, out of trades. Conditions say what a trade may set; a window in which no trade may set a price has no bar.</summary>
internal static class TradeRows
{
    static readonly string[] Conditions = ["Cond1", "Cond2", "Cond3", "Cond4"];

    /// <summary>The columns that are read.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["Price", "Size", .. Conditions];

    /// <summary>True when rows with these columns are trades.</summary>
    public static bool Fits(IReadOnlyList<DataShape> columns) => columns.Any(shape => shape.Name == "Price") && columns.Any(shape => shape.Name == "Size");

    /// <param name="rows">Trades in the order of time.</param>
    /// <param name="windows">Windows that have trades, and where these begin and end.</param>
    /// <param name="destination">Tells under which time a bar is written; for days the official open and close count.</param>
    /// <exception cref="MarketStoreException">A column holds no numbers.</exception>
    public static ColumnSeries Aggregate(ColumnSeries rows, IReadOnlyList<(TimeWindow Window, int Start, int End)> windows, DestinationWindows destination)
    {
        var (prices, sizes) = (Numbers(rows, "Price"), Numbers(rows, "Size"));
        var conditions = Conditions.Select(name => rows.TryGetColumn(name, out var column) && column.Value.Type is ElementType.UInt8 or ElementType.Byte ? column.Value.Data : default).ToArray();
        var bars = new List<(long Start, TradeBar Bar)>();
        Span<byte> ofRow = stackalloc byte[Conditions.Length];
        foreach (var (window, start, end) in windows)
        {
            var bar = new TradeBar(destination.Timeframe.IsDaily);
            for (var row = start; row < end; row++)
            {
                for (var condition = 0; condition < ofRow.Length; condition++)
                    ofRow[condition] = conditions[condition].IsEmpty ? (byte)0 : conditions[condition].Span[row];
                bar.Add(prices[row], sizes[row], ofRow);
            }

            if (bar.IsThere)
                bars.Add((destination.TimeOf(window), bar));
        }

        return new(
        [
            Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. bars.Select(bar => bar.Start)]),
            Of("Open", bars, bar => bar.Open), Of("High", bars, bar => bar.High), Of("Low", bars, bar => bar.Low), Of("Close", bars, bar => bar.Close),
            Column.Of<ulong>("Volume", ElementType.UInt64, [.. bars.Select(bar => bar.Bar.Volume)]),
        ],
        bars.Count);
    }

    static Column Of(string name, List<(long Start, TradeBar Bar)> bars, Func<TradeBar, double> value) => Column.Of<double>(name, ElementType.Float64, [.. bars.Select(bar => value(bar.Bar))]);

    static double[] Numbers(ColumnSeries rows, string name)
    {
        if (!rows.TryGetColumn(name, out var found))
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"there is no column {name}");
        if (found.Value.Type is not (ElementType.Float32 or ElementType.Float64 or ElementType.Int32 or ElementType.UInt32 or ElementType.Int64 or ElementType.UInt64))
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {name} is {found.Value.Type.DisplayName()}: trades have 32 or 64 bits");
        var numbers = new double[rows.RowCount];
        InputColumn.Find([.. rows.Shapes], name).CopyAsDoubles(rows, 0, numbers);
        return numbers;
    }
}
