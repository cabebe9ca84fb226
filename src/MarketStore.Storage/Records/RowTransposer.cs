using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MarketStore.Core.Series;

namespace MarketStore.Storage.Records;

/// <summary>Turns columns into packed rows and back, some columns at a time: the inner loops of every write and every scan.</summary>
internal static class RowTransposer
{
    /// <summary>A block of rows at a time, so that the rows stay in the cache while each column is laid in or taken out.</summary>
    const int RowsPerBlock = 512;

    /// <summary>Lays columns out as rows of <paramref name="rowStride"/> bytes.</summary>
    /// <param name="columns">In the order of the groups.</param>
    /// <param name="groups">Where their fields lie in a row.</param>
    /// <param name="firstRow">The first row of the columns to lay out.</param>
    /// <param name="rowCount">How many rows to lay out.</param>
    /// <param name="rowOrder">The source rows in the order wanted; empty for those from <paramref name="firstRow"/> on.</param>
    /// <param name="rows">At least as many rows.</param>
    /// <param name="rowStride">Bytes of a row.</param>
    public static void ToRows(ReadOnlySpan<Column> columns, ReadOnlySpan<FieldGroup> groups, int firstRow, int rowCount, ReadOnlySpan<int> rowOrder, Span<byte> rows, int rowStride)
    {
        for (var block = 0; block < rowCount; block += RowsPerBlock)
        {
            var count = Math.Min(RowsPerBlock, rowCount - block);
            foreach (var group in groups)
            {
                var target = FieldsOf(rows, block, count, group, rowStride);
                if (rowOrder.IsEmpty)
                    Spread(columns, group, firstRow + block, count, target, rowStride);
                else
                    Gather(columns, group, rowOrder.Slice(block, count), target, rowStride);
            }
        }
    }

    /// <summary>Takes the fields of rows into columns, from row 0 of each on.</summary>
    public static void ToColumns<TColumns>(ReadOnlySpan<byte> rows, int rowStride, int rowCount, ReadOnlySpan<FieldGroup> groups, TColumns columns)
        where TColumns : struct, IColumnSpans, allows ref struct
    {
        for (var block = 0; block < rowCount; block += RowsPerBlock)
        {
            var count = Math.Min(RowsPerBlock, rowCount - block);
            foreach (var group in groups)
            {
                ref var field = ref MemoryMarshal.GetReference(FieldsOf(rows, block, count, group, rowStride));
                var first = columns[group.FirstColumn].Slice(block * group.FieldBytes, count * group.FieldBytes);
                switch (group)
                {
                    case { ColumnCount: 4 }:
                        VectorTransposer.QuadToColumns(ref field, rowStride, As<uint>(first), Block<uint, TColumns>(columns, group, 1, block, count), Block<uint, TColumns>(columns, group, 2, block, count), Block<uint, TColumns>(columns, group, 3, block, count));
                        break;
                    case { ColumnCount: 2 }:
                        VectorTransposer.PairToColumns(ref field, rowStride, As<ulong>(first), Block<ulong, TColumns>(columns, group, 1, block, count));
                        break;
                    case { FieldBytes: 4 }:
                        Collect(ref field, rowStride, As<uint>(first));
                        break;
                    case { FieldBytes: 8 }:
                        Collect(ref field, rowStride, As<ulong>(first));
                        break;
                    case { FieldBytes: 2 }:
                        Collect(ref field, rowStride, As<ushort>(first));
                        break;
                    case { FieldBytes: 1 }:
                        Collect(ref field, rowStride, first);
                        break;
                    default:
                        for (var row = 0; row < count; row++)
                            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref field, row * rowStride), group.FieldBytes).CopyTo(first[(row * group.FieldBytes)..]);
                        break;
                }
            }
        }
    }

    /// <summary>Takes one field of chosen rows into a column. <paramref name="field"/> starts at the field of row 0.</summary>
    public static void ToColumn(ReadOnlySpan<byte> field, ReadOnlySpan<int> rows, int rowStride, int fieldBytes, Span<byte> column)
    {
        switch (fieldBytes)
        {
            case 4:
                Collect(field, rows, rowStride, As<uint>(column));
                break;
            case 8:
                Collect(field, rows, rowStride, As<ulong>(column));
                break;
            default:
                for (var row = 0; row < rows.Length; row++)
                    field.Slice(rows[row] * rowStride, fieldBytes).CopyTo(column[(row * fieldBytes)..]);
                break;
        }
    }

    static void Spread(ReadOnlySpan<Column> columns, FieldGroup group, int firstRow, int rowCount, Span<byte> target, int rowStride)
    {
        ref var field = ref MemoryMarshal.GetReference(target);
        var first = Source(columns, group, 0, firstRow, rowCount);
        switch (group)
        {
            case { ColumnCount: 4 }:
                VectorTransposer.QuadToRows(
                    As<uint>(first), As<uint>(Source(columns, group, 1, firstRow, rowCount)), As<uint>(Source(columns, group, 2, firstRow, rowCount)), As<uint>(Source(columns, group, 3, firstRow, rowCount)), ref field, rowStride);
                break;
            case { ColumnCount: 2 }:
                VectorTransposer.PairToRows(As<ulong>(first), As<ulong>(Source(columns, group, 1, firstRow, rowCount)), ref field, rowStride);
                break;
            case { FieldBytes: 4 }:
                Spread(As<uint>(first), ref field, rowStride);
                break;
            case { FieldBytes: 8 }:
                Spread(As<ulong>(first), ref field, rowStride);
                break;
            case { FieldBytes: 2 }:
                Spread(As<ushort>(first), ref field, rowStride);
                break;
            case { FieldBytes: 1 }:
                Spread(first, ref field, rowStride);
                break;
            default:
                for (var row = 0; row < rowCount; row++)
                    first.Slice(row * group.FieldBytes, group.FieldBytes).CopyTo(target[(row * rowStride)..]);
                break;
        }
    }

    static void Gather(ReadOnlySpan<Column> columns, FieldGroup group, ReadOnlySpan<int> rowOrder, Span<byte> target, int rowStride)
    {
        for (var column = 0; column < group.ColumnCount; column++)
        {
            var source = columns[group.FirstColumn + column].Data.Span;
            var field = target[(column * group.FieldBytes)..];
            for (var row = 0; row < rowOrder.Length; row++)
                source.Slice(rowOrder[row] * group.FieldBytes, group.FieldBytes).CopyTo(field[(row * rowStride)..]);
        }
    }

    /// <summary>From the first field of a block's first row to the end of its last row's: what the loops below do not check again.</summary>
    static Span<byte> FieldsOf(Span<byte> rows, int firstRow, int rowCount, FieldGroup group, int rowStride) =>
        rows.Slice((firstRow * rowStride) + group.Offset, ((rowCount - 1) * rowStride) + group.Bytes);

    static ReadOnlySpan<byte> FieldsOf(ReadOnlySpan<byte> rows, int firstRow, int rowCount, FieldGroup group, int rowStride) =>
        rows.Slice((firstRow * rowStride) + group.Offset, ((rowCount - 1) * rowStride) + group.Bytes);

    static ReadOnlySpan<byte> Source(ReadOnlySpan<Column> columns, FieldGroup group, int column, int firstRow, int rowCount) =>
        columns[group.FirstColumn + column].Data.Span.Slice(firstRow * group.FieldBytes, rowCount * group.FieldBytes);

    static Span<T> Block<T, TColumns>(TColumns columns, FieldGroup group, int column, int firstRow, int rowCount)
        where T : unmanaged
        where TColumns : struct, IColumnSpans, allows ref struct =>
        As<T>(columns[group.FirstColumn + column].Slice(firstRow * group.FieldBytes, rowCount * group.FieldBytes));

    static Span<T> As<T>(Span<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    static ReadOnlySpan<T> As<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    static void Spread<T>(ReadOnlySpan<T> source, ref byte field, nint rowStride)
        where T : unmanaged
    {
        for (var row = 0; row < source.Length; row++)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref field, row * rowStride), source[row]);
    }

    static void Collect<T>(ref byte field, nint rowStride, Span<T> column)
        where T : unmanaged
    {
        for (var row = 0; row < column.Length; row++)
            column[row] = Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref field, row * rowStride));
    }

    static void Collect<T>(ReadOnlySpan<byte> field, ReadOnlySpan<int> rows, int rowStride, Span<T> column)
        where T : unmanaged
    {
        for (var row = 0; row < column.Length; row++)
            column[row] = MemoryMarshal.Read<T>(field[(rows[row] * rowStride)..]);
    }
}
