using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;

namespace MarketStore.Storage.Catalog;

/// <summary>How the rows of a bucket lie on disk. The same for all its year files, and one object for all buckets with such rows (<see cref="SchemaPool"/>).</summary>
internal sealed class BucketSchema
{
    readonly Dictionary<string, int> _columnByName = new(StringComparer.Ordinal);

    public BucketSchema(Timeframe timeframe, RecordType recordType, IReadOnlyList<DataShape> columns, string description)
    {
        (Timeframe, RecordType, Columns, Description) = (timeframe, recordType, columns, description);
        FieldBytes = DataShapes.RowBytes(columns);
        RecordLength = YearFileHeader.RecordLengthOf(recordType, columns);
        ColumnOffsets = new int[columns.Count];
        var offset = 0;
        for (var column = 0; column < columns.Count; column++)
        {
            ColumnOffsets[column] = offset;
            offset += columns[column].Type.SizeInBytes();
            _columnByName.TryAdd(columns[column].Name, column);
        }
    }

    public Timeframe Timeframe { get; }

    public RecordType RecordType { get; }

    public IReadOnlyList<DataShape> Columns { get; }

    public string Description { get; }

    /// <summary>Bytes of the columns of one row, without padding.</summary>
    public int FieldBytes { get; }

    /// <summary>Bytes of one slot in the file.</summary>
    public int RecordLength { get; }

    /// <summary>Bytes of one row of a variable bucket: the columns and four bytes of ticks.</summary>
    public int VariableRowBytes => FieldBytes + sizeof(uint);

    /// <summary>Where each column lies within the fields of a row.</summary>
    public int[] ColumnOffsets { get; }

    /// <summary>Where the columns lie in a row as the log has it: behind the index of its slot.</summary>
    public FieldGroup[] LoggedFields => field ??=
        FieldGroup.Of(ColumnOffsets, [.. Columns.Select(column => column.Type.SizeInBytes())], RecordType == RecordType.Fixed ? sizeof(long) : RowEncoder.SlotIndexBytes);

    /// <summary>For scans of all columns.</summary>
    public ScanColumns AllColumns => field ??= new(this, wanted: null);

    public bool TryGetColumn(string name, out int column) => _columnByName.TryGetValue(name, out column);

    public YearFileHeader HeaderFor(int year) => new(Description, year, Timeframe.Nanoseconds, RecordType, Columns, RecordLength);

    /// <summary>True when a file with this header can stand beside the bucket's others.</summary>
    public bool Fits(YearFileHeader header) =>
        header.TimeframeNanoseconds == Timeframe.Nanoseconds
        && header.RecordType == RecordType
        && (ReferenceEquals(header.Columns, Columns) || header.Columns.SequenceEqual(Columns));
}
