using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary>The result of one row that some functions have: the time of the query in whole seconds, and one value.</summary>
internal static class SingleRow
{
    public static IReadOnlyList<DataShape> Shapes(string name, ElementType type) => [new(ColumnSeries.EpochName, ElementType.Int64), new(name, type)];

    public static ColumnSeries Make<T>(DataShape shape, T value, TimeProvider clock)
        where T : unmanaged => new(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [clock.GetUtcNow().ToUnixTimeSeconds()]),
                Column.Of<T>(shape.Name, shape.Type, [value]),
            ],
            rowCount: 1);
}
