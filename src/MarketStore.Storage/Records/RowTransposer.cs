using System.Runtime.InteropServices;
using MarketStore.Core.Series;

namespace MarketStore.Storage.Records;

/// <summary>Turns columns into packed rows and back, one column at a time by its width: the inner loops of every write and every scan.</summary>
internal static class RowTransposer
{
    const int RowsPerBlock = 512;

    /// <summary>
    /// Lays columns out as rows of <paramref name="rowStride"/> bytes, the first column <paramref name="fieldsOffset"/> bytes into the row.
    /// <paramref name="rowOrder"/> names the source rows in the order wanted; empty for <paramref name="firstRow"/> and those that follow.
    /// </summary>
    public static void ToRows(
        ReadOnlySpan<Column> columns, ReadOnlySpan<int> columnOffsets, int firstRow, int rowCount, ReadOnlySpan<int> rowOrder, Span<byte> rows, int rowStride, int fieldsOffset)
    {
        // A block of rows at a time, so that the rows stay in the cache while each column is laid in.
        for (var block = 0; block < rowCount; block += RowsPerBlock)
        {
            var count = Math.Min(RowsPerBlock, rowCount - block);
            for (var column = 0; column < columns.Length; column++)
            {
                var target = rows[((block * rowStride) + fieldsOffset + columnOffsets[column])..];
                if (rowOrder.IsEmpty)
                    Scatter(columns[column], firstRow + block, count, target, rowStride);
                else
                    Gather(columns[column], rowOrder.Slice(block, count), target, rowStride);
            }
        }
    }

    /// <summary>Takes one field of each row into a column. <paramref name="field"/> starts at the field of the first row.</summary>
    public static void ToColumn(ReadOnlySpan<byte> field, int rowStride, int fieldBytes, Span<byte> column)
    {
        switch (fieldBytes)
        {
            case 4:
                Collect(field, rowStride, MemoryMarshal.Cast<byte, uint>(column));
                break;
            case 8:
                Collect(field, rowStride, MemoryMarshal.Cast<byte, ulong>(column));
                break;
            case 2:
                Collect(field, rowStride, MemoryMarshal.Cast<byte, ushort>(column));
                break;
            case 1:
                Collect(field, rowStride, column);
                break;
            default:
                for (var row = 0; row * fieldBytes < column.Length; row++)
                    field.Slice(row * rowStride, fieldBytes).CopyTo(column[(row * fieldBytes)..]);
                break;
        }
    }

    /// <summary>Takes one field of chosen rows into a column. <paramref name="field"/> starts at the field of row 0.</summary>
    public static void ToColumn(ReadOnlySpan<byte> field, ReadOnlySpan<int> rows, int rowStride, int fieldBytes, Span<byte> column)
    {
        switch (fieldBytes)
        {
            case 4:
                Collect(field, rows, rowStride, MemoryMarshal.Cast<byte, uint>(column));
                break;
            case 8:
                Collect(field, rows, rowStride, MemoryMarshal.Cast<byte, ulong>(column));
                break;
            default:
                for (var row = 0; row < rows.Length; row++)
                    field.Slice(rows[row] * rowStride, fieldBytes).CopyTo(column[(row * fieldBytes)..]);
                break;
        }
    }

    static void Scatter(Column column, int firstRow, int rowCount, Span<byte> target, int rowStride)
    {
        var size = column.Data.Length == 0 ? 0 : MarketStore.Core.Types.ElementTypes.SizeInBytes(column.Type);
        var source = column.Data.Span.Slice(firstRow * size, rowCount * size);
        switch (size)
        {
            case 4:
                Spread(MemoryMarshal.Cast<byte, uint>(source), target, rowStride);
                break;
            case 8:
                Spread(MemoryMarshal.Cast<byte, ulong>(source), target, rowStride);
                break;
            default:
                for (var row = 0; row < rowCount; row++)
                    source.Slice(row * size, size).CopyTo(target[(row * rowStride)..]);
                break;
        }
    }

    static void Gather(Column column, ReadOnlySpan<int> rowOrder, Span<byte> target, int rowStride)
    {
        var size = MarketStore.Core.Types.ElementTypes.SizeInBytes(column.Type);
        var source = column.Data.Span;
        for (var row = 0; row < rowOrder.Length; row++)
            source.Slice(rowOrder[row] * size, size).CopyTo(target[(row * rowStride)..]);
    }

    static void Spread<T>(ReadOnlySpan<T> source, Span<byte> target, int rowStride)
        where T : unmanaged
    {
        for (var row = 0; row < source.Length; row++)
            MemoryMarshal.Write(target[(row * rowStride)..], in source[row]);
    }

    static void Collect<T>(ReadOnlySpan<byte> field, int rowStride, Span<T> column)
        where T : unmanaged
    {
        for (var row = 0; row < column.Length; row++)
            column[row] = MemoryMarshal.Read<T>(field[(row * rowStride)..]);
    }

    static void Collect<T>(ReadOnlySpan<byte> field, ReadOnlySpan<int> rows, int rowStride, Span<T> column)
        where T : unmanaged
    {
        for (var row = 0; row < rows.Length; row++)
            column[row] = MemoryMarshal.Read<T>(field[(rows[row] * rowStride)..]);
    }
}
