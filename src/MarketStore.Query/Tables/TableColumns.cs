using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query.Bars;
using MarketStore.Query.Planning;
using MarketStore.Query.Scanning;

namespace MarketStore.Query.Tables;

/// <summary>The columns that the buckets of a table have together.</summary>
internal static class TableColumns
{
    /// <exception cref="MarketStoreException">Buckets have a column of one name as text and as number.</exception>
    public static IReadOnlyList<DataShape> Of(IReadOnlyList<BucketPlan> plans)
    {
        var shapes = new List<DataShape>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            foreach (var shape in plan.BarWindow is null ? EmptyRows.ShapesOf(plan.Source, null) : [new(ColumnSeries.EpochName, ElementType.Int64), .. BarSchema.Of(plan.Source)])
            {
                if (positions.TryAdd(shape.Name, shapes.Count))
                    shapes.Add(shape);
                else if (shapes[positions[shape.Name]].Type != shape.Type)
                    shapes[positions[shape.Name]] = shape with { Type = Common(shapes[positions[shape.Name]].Type, shape.Type, shape.Name, plan) };
            }
        }

        // Nanoseconds come last, wherever the bucket that has them stands.
        var nanoseconds = shapes.FindIndex(shape => shape.Name == ColumnSeries.NanosecondsName);
        if (nanoseconds >= 0 && nanoseconds < shapes.Count - 1)
        {
            shapes.Add(shapes[nanoseconds]);
            shapes.RemoveAt(nanoseconds);
        }

        return shapes;
    }

    static ElementType Common(ElementType left, ElementType right, string name, BucketPlan plan)
    {
        if (left == ElementType.String16 || right == ElementType.String16)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{plan.Source.Key}: the column {name} is {right.DisplayName()} here and {left.DisplayName()} in another bucket of the same table");
        if (IsFloat(left) || IsFloat(right))
            return ElementType.Float64;
        return left == ElementType.UInt64 || right == ElementType.UInt64 ? ElementType.Float64 : ElementType.Int64;
    }

    static bool IsFloat(ElementType type) => type is ElementType.Float32 or ElementType.Float64;
}
