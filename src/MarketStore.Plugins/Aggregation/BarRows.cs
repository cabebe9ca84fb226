using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Windows;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Bars of windows, out of finer bars: first open, highest, lowest, last close, sum of the volume. Other columns are not carried over.</summary>
internal static class BarRows
{
    const string Volume = "Volume";

    static readonly (string Name, Reduction Reduction)[] Prices = [("Open", Reduction.First), ("High", Reduction.Highest), ("Low", Reduction.Lowest), ("Close", Reduction.Last)];

    /// <summary>The columns that are read.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Prices.Select(price => price.Name), Volume];

    /// <summary>True when rows with these columns are bars.</summary>
    public static bool Fits(IReadOnlyList<DataShape> columns) => Prices.All(price => columns.Any(shape => shape.Name == price.Name));

    /// <param name="rows">Ascending rows.</param>
    /// <param name="windows">Windows that have rows, and where these begin and end.</param>
    /// <param name="destination">Tells under which time a bar is written.</param>
    /// <param name="isCut">True when a sum of volumes did not fit its type.</param>
    /// <exception cref="MarketStoreException">A column holds no numbers.</exception>
    public static ColumnSeries Aggregate(ColumnSeries rows, IReadOnlyList<(TimeWindow Window, int Start, int End)> windows, DestinationWindows destination, ref bool isCut)
    {
        var parts = windows.Select(window => (window.Start, window.End)).ToList();
        var columns = new List<Column> { Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. windows.Select(window => destination.TimeOf(window.Window))]) };
        foreach (var (name, reduction) in Prices)
            columns.Add(ColumnReducer.Reduce(rows.TryGetColumn(name, out var column) ? column.Value : throw new MarketStoreException(ErrorKind.InvalidRequest, $"there is no column {name}"), parts, reduction, ref isCut));
        if (rows.TryGetColumn(Volume, out var volume))
            columns.Add(ColumnReducer.Reduce(volume.Value, parts, Reduction.Sum, ref isCut));
        return new(columns, parts.Count);
    }
}
