using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Engine;

/// <summary>Writes the values of a column into a message to the SQL engine, whole spans at a time.</summary>
internal static class BlockColumn
{
    /// <summary>Bytes that a code point takes in UTF-8 at most.</summary>
    const int MaxCharacterBytes = 4;

    /// <summary>Values of a column; a column that is narrower than the table's is widened.</summary>
    public static void WriteValues(MessageWriter message, Column column, int first, int count, ElementType type)
    {
        if (column.Type == ElementType.String16)
        {
            WriteTexts(message, column, first, count);
            return;
        }

        message.Write(ColumnForm.Values);
        if (column.Type == type)
            message.WriteAll<byte>(column.Data.Span.Slice(first * type.SizeInBytes(), count * type.SizeInBytes()));
        else if (type == ElementType.Float64)
            Widen<double>(message, column, first, count);
        else
            Widen<long>(message, column, first, count);
    }

    /// <summary>Epoch and Nanoseconds in nanoseconds since 1970. Times that do not fit into 64 bits (before 1677, after 2262) are NULL.</summary>
    public static void WriteTimestamps(MessageWriter message, ColumnSeries rows, int first, int count)
    {
        const long furthest = long.MaxValue / Timeframe.NanosecondsPerSecond;
        var epochs = rows.Epochs.Slice(first, count);
        WriteValidity(message, epochs, static epoch => epoch is > -furthest and < furthest);
        var target = MemoryMarshal.Cast<byte, long>(message.Reserve(count * sizeof(long)));
        for (var row = 0; row < count; row++)
            target[row] = epochs[row] * Timeframe.NanosecondsPerSecond;
        if (!rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) || column.Value.Type != ElementType.Int32)
            return;
        var nanoseconds = column.Value.Values<int>().Slice(first, count);
        for (var row = 0; row < count; row++)
            target[row] += nanoseconds[row];
    }

    /// <summary>Times of which one stands for none.</summary>
    public static void WriteTimes(MessageWriter message, Column column, int first, int count, long none)
    {
        var values = column.Values<long>().Slice(first, count);
        WriteValidity(message, values, value => value != none);
        message.WriteAll(values);
    }

    /// <summary>Says which values are there, if not all are.</summary>
    static void WriteValidity(MessageWriter message, ReadOnlySpan<long> values, Func<long, bool> isThere)
    {
        ulong[]? bits = null;
        for (var row = 0; row < values.Length; row++)
        {
            if (isThere(values[row]))
                continue;
            if (bits is null)
            {
                bits = new ulong[ValidityBits.WordsOf(values.Length)];
                Array.Fill(bits, ulong.MaxValue);
            }

            ValidityBits.Clear(bits, row);
        }

        message.Write(bits is null ? ColumnForm.Values : ColumnForm.ValuesAndNulls);
        message.WriteAll<ulong>(bits);
    }

    static void Widen<TTo>(MessageWriter message, Column column, int first, int count)
        where TTo : unmanaged, INumberBase<TTo>
    {
        var target = MemoryMarshal.Cast<byte, TTo>(message.Reserve(count * System.Runtime.CompilerServices.Unsafe.SizeOf<TTo>()));
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

    static void WriteTexts(MessageWriter message, Column column, int first, int count)
    {
        message.Write(ColumnForm.Texts);
        var runes = MemoryMarshal.Cast<byte, uint>(column.Data.Span);
        var bytes = new byte[count * column.TextLength * MaxCharacterBytes];
        var ends = new int[count];
        var length = 0;
        for (var row = 0; row < count; row++)
        {
            foreach (var point in runes.Slice((first + row) * column.TextLength, column.TextLength))
            {
                if (point == 0)
                    break;
                var rune = Rune.IsValid(point) ? new Rune(point) : Rune.ReplacementChar;
                length += rune.EncodeToUtf8(bytes.AsSpan(length));
            }

            ends[row] = length;
        }

        message.WriteAll<int>(ends).WriteAll<byte>(bytes.AsSpan(0, length));
    }
}
