using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;

namespace MarketStore.Storage.Records;

/// <summary>The columns of a scan's answer, and where each comes from in a stored row. Never changes.</summary>
internal sealed class ScanColumns
{
    public ScanColumns(BucketSchema schema, IReadOnlyList<string>? wanted)
    {
        var stored = new List<int>();
        if (wanted is null)
        {
            for (var column = 0; column < schema.Columns.Count; column++)
                stored.Add(column);
        }
        else
        {
            foreach (var name in wanted)
            {
                if (schema.TryGetColumn(name, out var column) && !stored.Contains(column))
                    stored.Add(column);
            }
        }

        Stored = [.. stored];
        var shapes = new List<DataShape> { new(ColumnSeries.EpochName, ElementType.Int64) };
        shapes.AddRange(stored.Select(column => schema.Columns[column]));
        if (schema.RecordType == RecordType.Variable)
            shapes.Add(new(ColumnSeries.NanosecondsName, ElementType.Int32));
        Shapes = [.. shapes];
        ShapeSizes = [.. shapes.Select(shape => shape.Type.SizeInBytes())];
        RowBytes = ShapeSizes.Sum();
        Offsets = stored.Select(column => schema.ColumnOffsets[column]).ToArray();
        Sizes = stored.Select(column => schema.Columns[column].Type.SizeInBytes()).ToArray();
        Fields = FieldGroup.Of(Offsets, Sizes, schema.RecordType == RecordType.Fixed ? sizeof(long) : 0);
    }

    /// <summary>Epoch, the stored columns, and Nanoseconds of variable buckets.</summary>
    public DataShape[] Shapes { get; }

    /// <summary>Bytes of a value of each of them.</summary>
    public int[] ShapeSizes { get; }

    /// <summary>Bytes of a row of the answer.</summary>
    public int RowBytes { get; }

    /// <summary>Positions in the schema.</summary>
    public int[] Stored { get; }

    /// <summary>Offsets within the fields of a row.</summary>
    public int[] Offsets { get; }

    public int[] Sizes { get; }

    /// <summary>Where the columns lie in a slot, or in a variable row.</summary>
    public FieldGroup[] Fields { get; }

    /// <summary>The answer's column of nanoseconds, for variable buckets.</summary>
    public int NanosecondsColumn => Shapes.Length - 1;
}
