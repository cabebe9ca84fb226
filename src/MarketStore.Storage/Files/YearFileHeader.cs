using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MarketStore.Core.Types;

namespace MarketStore.Storage.Files;

/// <summary>Leads every year file. Layout: docs/file-format.md, "Header".</summary>
internal sealed record YearFileHeader(
    string Description, int Year, long TimeframeNanoseconds, RecordType RecordType, IReadOnlyList<DataShape> Columns, int RecordLength)
{
    public const int Size = 37_024;
    public const long Version = 2;
    public const int MaxColumns = 1_024;
    public const int MaxNameBytes = 32;
    public const int MaxDescriptionBytes = 256;

    /// <summary>Index, offset and length of a block: what a slot of a variable bucket holds.</summary>
    public const int VariableRecordLength = 24;

    /// <summary>The header's tail, in which daily bars of January 1 lie: index 0 stands one slot before the first.</summary>
    public const int ReservedTailBytes = 2_920;

    const int DescriptionOffset = 8;
    const int YearOffset = 264;
    const int TimeframeOffset = 272;
    const int RecordTypeOffset = 280;
    const int ColumnCountOffset = 288;
    const int RecordLengthOffset = 296;
    const int NamesOffset = 312;
    const int TypesOffset = NamesOffset + (MaxColumns * MaxNameBytes);

    /// <summary>Bytes of a slot: the index and the fields of a fixed record, padded to eight bytes, or a triplet.</summary>
    public static int RecordLengthOf(RecordType recordType, IReadOnlyList<DataShape> columns) =>
        recordType == RecordType.Variable ? VariableRecordLength : ((DataShapes.RowBytes(columns) + 7) & ~7) + sizeof(long);

    /// <summary>Why columns cannot be kept in a header, or null when they can.</summary>
    public static string? FindFault(IReadOnlyList<DataShape> columns)
    {
        if (columns.Count > MaxColumns)
            return $"{columns.Count} columns are more than the {MaxColumns} that a year file can hold";
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column.Name.Length == 0)
                return "a column has no name";
            if (Encoding.UTF8.GetByteCount(column.Name) > MaxNameBytes)
                return $"the column name \"{column.Name[..Math.Min(column.Name.Length, 100)]}\" is longer than {MaxNameBytes} bytes";
            if (column.Name.Contains('\0', StringComparison.Ordinal))
                return "a column name holds a NUL character";
            if (!column.Type.IsStorable())
                return $"column {column.Name} has the type {column.Type.DisplayName()}, which cannot be stored";
            if (!names.Add(column.Name))
                return $"the column name \"{column.Name}\" is given twice";
        }

        return null;
    }

    /// <param name="target">At least <see cref="Size"/> bytes, all zero. Text that does not fit is cut, as the format has it.</param>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Version);
        WriteText(target.Slice(DescriptionOffset, MaxDescriptionBytes), Description);
        BinaryPrimitives.WriteInt64LittleEndian(target[YearOffset..], Year);
        BinaryPrimitives.WriteInt64LittleEndian(target[TimeframeOffset..], TimeframeNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(target[RecordTypeOffset..], (long)RecordType);
        BinaryPrimitives.WriteInt64LittleEndian(target[ColumnCountOffset..], Columns.Count);
        BinaryPrimitives.WriteInt64LittleEndian(target[RecordLengthOffset..], RecordLength);
        for (var column = 0; column < Columns.Count; column++)
        {
            WriteText(target.Slice(NamesOffset + (column * MaxNameBytes), MaxNameBytes), Columns[column].Name);
            target[TypesOffset + column] = (byte)Columns[column].Type;
        }
    }

    /// <summary>Returns false, with the reason, when the bytes are no header that can be trusted.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out YearFileHeader? header, [NotNullWhen(false)] out string? fault)
    {
        header = null;
        if (source.Length < Size)
        {
            fault = $"it has {source.Length} bytes, less than the header's {Size}";
            return false;
        }

        var version = BinaryPrimitives.ReadInt64LittleEndian(source);
        var year = BinaryPrimitives.ReadInt64LittleEndian(source[YearOffset..]);
        var timeframe = BinaryPrimitives.ReadInt64LittleEndian(source[TimeframeOffset..]);
        var recordType = BinaryPrimitives.ReadInt64LittleEndian(source[RecordTypeOffset..]);
        var columnCount = BinaryPrimitives.ReadInt64LittleEndian(source[ColumnCountOffset..]);
        var recordLength = BinaryPrimitives.ReadInt64LittleEndian(source[RecordLengthOffset..]);
        fault = version != Version ? $"version {version} at offset 0 is not {Version}"
            : year is < short.MinValue or > short.MaxValue ? $"year {year} at offset {YearOffset} does not fit 16 bits"
            : timeframe <= 0 || timeframe % Core.Time.Timeframe.NanosecondsPerSecond != 0 ? $"timeframe {timeframe} ns at offset {TimeframeOffset} is not a positive number of seconds"
            : recordType is not (0 or 1) ? $"record type {recordType} at offset {RecordTypeOffset} is neither 0 nor 1"
            : columnCount is < 0 or > MaxColumns ? $"column count {columnCount} at offset {ColumnCountOffset} is not between 0 and {MaxColumns}"
            : null;
        if (fault is not null)
            return false;

        var columns = new DataShape[columnCount];
        for (var column = 0; column < columns.Length; column++)
        {
            var type = (ElementType)source[TypesOffset + column];
            if (!type.IsStorable())
            {
                fault = $"type {(int)type} of column {column} at offset {TypesOffset + column} is unknown";
                return false;
            }

            columns[column] = new(ReadText(source.Slice(NamesOffset + (column * MaxNameBytes), MaxNameBytes)), type);
        }

        var expected = RecordLengthOf((RecordType)recordType, columns);
        if (recordLength != expected)
        {
            fault = $"record length {recordLength} at offset {RecordLengthOffset} does not fit the columns, which need {expected}";
            return false;
        }

        header = new(ReadText(source.Slice(DescriptionOffset, MaxDescriptionBytes)), (int)year, timeframe, (RecordType)recordType, columns, (int)recordLength);
        return true;
    }

    static void WriteText(Span<byte> target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(bytes.Length, target.Length)).CopyTo(target);
    }

    static string ReadText(ReadOnlySpan<byte> source) => Encoding.UTF8.GetString(source.Trim((byte)0));
}
