using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>Series without rows, and the shapes that rows of a bucket have.</summary>
internal static class EmptyRows
{
    static readonly DataShape Epoch = new(ColumnSeries.EpochName, ElementType.Int64);
    static readonly DataShape Nanoseconds = new(ColumnSeries.NanosecondsName, ElementType.Int32);

    public static ColumnSeries Of(IEnumerable<DataShape> shapes) =>
        new(shapes.Select(shape => new Column(shape.Name, shape.Type, ReadOnlyMemory<byte>.Empty)), rowCount: 0);

    /// <summary>Epoch, the stored columns that are read, and Nanoseconds of ticks.</summary>
    public static List<DataShape> ShapesOf(BucketInfo bucket, IReadOnlyList<string>? columns)
    {
        var shapes = new List<DataShape> { Epoch };
        shapes.AddRange(columns is null ? bucket.Columns : bucket.Columns.Where(shape => columns.Contains(shape.Name)));
        if (bucket.RecordType == RecordType.Variable)
            shapes.Add(Nanoseconds);
        return shapes;
    }

    /// <summary>Bytes of one row of these columns, and of its widest value.</summary>
    public static (int RowBytes, int WidestBytes) SizesOf(BucketInfo bucket, IReadOnlyList<string>? columns)
    {
        var (rowBytes, widest) = (sizeof(long) + (bucket.RecordType == RecordType.Variable ? sizeof(int) : 0), sizeof(long));
        foreach (var shape in bucket.Columns)
        {
            if (columns is not null && !columns.Contains(shape.Name))
                continue;
            var size = shape.Type.SizeInBytes();
            (rowBytes, widest) = (rowBytes + size, Math.Max(widest, size));
        }

        return (rowBytes, widest);
    }
}
