using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Sql.DuckDb;

/// <summary>Writes values into vectors of the SQL engine, whole spans at a time.</summary>
internal static unsafe class VectorFill
{
    /// <summary>Bytes that a code point takes in UTF-8 at most.</summary>
    const int MaxCharacterBytes = 4;

    /// <summary>Copies rows of a column; a column that is narrower than the table's is widened.</summary>
    public static void Values(nint vector, Column column, int first, int count, ElementType type)
    {
        if (column.Type == ElementType.String16)
            Texts(vector, column, first, count);
        else if (column.Type == type)
            column.Data.Span.Slice(first * type.SizeInBytes(), count * type.SizeInBytes()).CopyTo(new((void*)DuckDbLibrary.VectorData(vector), count * type.SizeInBytes()));
        else if (type == ElementType.Float64)
            Widen<double>(vector, column, first, count);
        else
            Widen<long>(vector, column, first, count);
    }

    /// <summary>The same text for all rows.</summary>
    public static void Constant(nint vector, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            var value = DuckDbLibrary.CreateVarchar(start, (ulong)bytes.Length);
            DuckDbLibrary.ReferenceValue(vector, value);
            DuckDbLibrary.DestroyValue(ref value);
        }
    }

    /// <summary>Epoch and Nanoseconds in nanoseconds since 1970. Times that do not fit into 64 bits (before 1677, after 2262) are NULL.</summary>
    public static void Timestamps(nint vector, ColumnSeries rows, int first, int count)
    {
        const long furthest = long.MaxValue / Timeframe.NanosecondsPerSecond;
        var target = new Span<long>((void*)DuckDbLibrary.VectorData(vector), count);
        var epochs = rows.Epochs.Slice(first, count);
        for (var row = 0; row < count; row++)
            target[row] = epochs[row] * Timeframe.NanosecondsPerSecond;
        if (rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) && column.Value.Type == ElementType.Int32)
        {
            var nanoseconds = column.Value.Values<int>().Slice(first, count);
            for (var row = 0; row < count; row++)
                target[row] += nanoseconds[row];
        }

        ulong* validity = null;
        for (var row = 0; row < count; row++)
        {
            if (epochs[row] is > -furthest and < furthest)
                continue;
            SetNull(vector, row, ref validity);
        }
    }

    /// <summary>Makes NULL of times that stand for none.</summary>
    public static void HideTimes(nint vector, int count, long none)
    {
        var values = new ReadOnlySpan<long>((void*)DuckDbLibrary.VectorData(vector), count);
        ulong* validity = null;
        for (var row = 0; row < count; row++)
        {
            if (values[row] != none)
                continue;
            SetNull(vector, row, ref validity);
        }
    }

    public static void Nulls(nint vector, int count) => new Span<ulong>(WritableValidity(vector), (count + 63) / 64).Clear();

    /// <summary>For columns of which only the rows are counted.</summary>
    public static void Zeros(nint vector, int count) => new Span<long>((void*)DuckDbLibrary.VectorData(vector), count).Clear();

    /// <param name="vector">The vector.</param>
    /// <param name="row">The row.</param>
    /// <param name="validity">The vector's bits; null until the first NULL needs them.</param>
    static void SetNull(nint vector, int row, ref ulong* validity)
    {
        if (validity is null)
            validity = WritableValidity(vector);
        validity[row / 64] &= ~(1UL << (row % 64));
    }

    static ulong* WritableValidity(nint vector)
    {
        DuckDbLibrary.EnsureValidityWritable(vector);
        return DuckDbLibrary.VectorValidity(vector);
    }

    static void Widen<TTo>(nint vector, Column column, int first, int count)
        where TTo : unmanaged, INumberBase<TTo>
    {
        var target = new Span<TTo>((void*)DuckDbLibrary.VectorData(vector), count);
        switch (column.Type)
        {
            case ElementType.Float32: Convert(column.Values<float>().Slice(first, count), target); break;
            case ElementType.Float64: Convert(column.Values<double>().Slice(first, count), target); break;
            case ElementType.Byte: Convert(column.Values<sbyte>().Slice(first, count), target); break;
            case ElementType.Int16: Convert(column.Values<short>().Slice(first, count), target); break;
            case ElementType.Int32: Convert(column.Values<int>().Slice(first, count), target); break;
            case ElementType.Int64: Convert(column.Values<long>().Slice(first, count), target); break;
            case ElementType.UInt8 or ElementType.Bool: Convert(column.Values<byte>().Slice(first, count), target); break;
            case ElementType.UInt16: Convert(column.Values<ushort>().Slice(first, count), target); break;
            case ElementType.UInt32: Convert(column.Values<uint>().Slice(first, count), target); break;
            default: Convert(column.Values<ulong>().Slice(first, count), target); break;
        }
    }

    static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> target)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        for (var row = 0; row < source.Length; row++)
            target[row] = TTo.CreateTruncating(source[row]);
    }

    static void Texts(nint vector, Column column, int first, int count)
    {
        var buffer = new byte[column.TextLength * MaxCharacterBytes];
        var runes = MemoryMarshal.Cast<byte, uint>(column.Data.Span);
        fixed (byte* start = buffer)
        {
            for (var row = 0; row < count; row++)
            {
                var length = 0;
                foreach (var point in runes.Slice((first + row) * column.TextLength, column.TextLength))
                {
                    if (point == 0)
                        break;
                    var rune = Rune.IsValid(point) ? new Rune(point) : Rune.ReplacementChar;
                    length += rune.EncodeToUtf8(buffer.AsSpan(length));
                }

                DuckDbLibrary.AssignString(vector, (ulong)row, start, (ulong)length);
            }
        }
    }
}
