using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Query.Bars;

/// <summary>Which columns bars have, whatever the source holds besides: Open, High, Low, Close, and Volume if the source has it, in the source's types.</summary>
internal static class BarSchema
{
    public const string Open = "Open";
    public const string High = "High";
    public const string Low = "Low";
    public const string Close = "Close";
    public const string Volume = "Volume";

    /// <summary>The columns of bars made from a bucket, without Epoch.</summary>
    /// <exception cref="MarketStoreException">The bucket lacks a price column, or one is not numeric.</exception>
    public static IReadOnlyList<DataShape> Of(BucketInfo source)
    {
        var shapes = new List<DataShape>();
        foreach (var name in (ReadOnlySpan<string>)[Open, High, Low, Close, Volume])
        {
            if (Find(source, name) is { } shape)
                shapes.Add(shape);
            else if (name != Volume)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"bars cannot be made on the fly from {source.Key}: it has no column {name}");
        }

        return shapes;
    }

    static DataShape? Find(BucketInfo source, string name)
    {
        foreach (var shape in source.Columns)
        {
            if (shape.Name != name)
                continue;
            if (!BarColumns.IsNumeric(shape.Type))
            {
                throw new MarketStoreException(
                    ErrorKind.InvalidRequest,
                    $"bars cannot be made on the fly from {source.Key}: its column {name} is of type {shape.Type.DisplayName()}, which is not numeric");
            }

            return shape;
        }

        return null;
    }
}
