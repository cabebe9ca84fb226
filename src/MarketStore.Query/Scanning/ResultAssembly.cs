using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query.Planning;

namespace MarketStore.Query.Scanning;

/// <summary>Puts the rows of the buckets under one list of columns.</summary>
internal static class ResultAssembly
{
    /// <summary>The result owns the rows, also when this throws. Null when there are none of any bucket.</summary>
    /// <param name="plans">The buckets.</param>
    /// <param name="rows">Their rows; null for one that is no more.</param>
    /// <exception cref="MarketStoreException">The buckets differ in names or types of columns.</exception>
    public static QueryResult? Assemble(IReadOnlyList<BucketPlan> plans, ColumnSeries?[] rows)
    {
        var buckets = new List<QueryResultBucket>(plans.Count);
        for (var index = 0; index < rows.Length; index++)
        {
            if (rows[index] is { } found)
                buckets.Add(new(plans[index].ResultKey, found));
        }

        if (buckets.Count == 0)
            return null;
        var result = new QueryResult([.. buckets[0].Rows.Shapes], buckets);
        foreach (var bucket in buckets)
        {
            if (SameOnTheWire(result.Shapes, bucket.Rows.Columns))
                continue;
            result.Dispose();
            throw Mismatch(plans);
        }

        return result;
    }

    static bool SameOnTheWire(IReadOnlyList<DataShape> shapes, IReadOnlyList<Column> columns)
    {
        if (shapes.Count != columns.Count)
            return false;
        for (var position = 0; position < shapes.Count; position++)
        {
            // BOOL and UINT8 go by one code, and their bytes are the same.
            if (shapes[position].Name != columns[position].Name || shapes[position].WireCode != columns[position].Shape.WireCode)
                return false;
        }

        return true;
    }

    static MarketStoreException Mismatch(IReadOnlyList<BucketPlan> plans)
    {
        var keys = new StringBuilder();
        foreach (var plan in plans)
        {
            keys.Append(keys.Length == 0 ? "{" : " {").Append(plan.ResultKey).Append('}');
            if (keys.Length > QueryLimits.MaxEchoLength)
                break;
        }

        return new(
            ErrorKind.InvalidRequest,
            $"symbols in a query must have the same data type or be filtered by common columns. symbols=[{QueryLimits.Echo(keys.ToString())}]");
    }
}
