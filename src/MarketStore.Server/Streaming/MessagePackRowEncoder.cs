using System.Buffers;
using System.Buffers.Binary;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MessagePack;

namespace MarketStore.Server.Streaming;

/// <summary>
/// Frames <c>{"key": …, "data": {column: value, …}}</c>. Every value has a fixed width, so all frames of a series are one template with other values in it.
/// </summary>
internal sealed class MessagePackRowEncoder : IRowEncoder
{
    readonly byte[] _template;
    readonly Column[] _columns;
    // Where the first value of each column begins, behind its code.
    readonly int[] _places;

    public MessagePackRowEncoder(TimeBucketKey key, ColumnSeries rows)
    {
        _columns = [.. rows.Columns];
        _places = new int[_columns.Length];
        var payload = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(payload);
        writer.WriteMapHeader(2);
        writer.Write("key");
        writer.Write(key.ToString());
        writer.Write("data");
        writer.WriteMapHeader(_columns.Length);
        for (var index = 0; index < _columns.Length; index++)
        {
            writer.Write(_columns[index].Name);
            writer.Flush();
            _places[index] = payload.WrittenCount + WriteCodes(ref writer, _columns[index]);
        }

        writer.Flush();
        _template = WebSocketFrame.Create(WebSocketOpcode.Binary, payload.WrittenSpan);
        var header = _template.Length - payload.WrittenCount;
        foreach (ref var place in _places.AsSpan())
            place += header;
    }

    public int FrameBytes => _template.Length;

    public void WriteFrame(ArrayBufferWriter<byte> destination, int row)
    {
        var frame = destination.GetSpan(_template.Length)[.._template.Length];
        _template.CopyTo(frame);
        for (var index = 0; index < _columns.Length; index++)
            WriteValue(frame[_places[index]..], _columns[index], row);
        destination.Advance(frame.Length);
    }

    /// <summary>Writes the codes with zeros for values. Returns where the value begins behind the start of the codes.</summary>
    static int WriteCodes(ref MessagePackWriter writer, Column column)
    {
        if (column.Type == ElementType.String16)
        {
            writer.WriteArrayHeader(column.TextLength);
            for (var character = 0; character < column.TextLength; character++)
                writer.WriteInt32(0);
            return MessagePackArrayHeaderBytes(column.TextLength);
        }

        var value = writer.GetSpan(1 + column.ElementBytes);
        value[0] = CodeOf(column.Type);
        writer.Advance(1 + column.ElementBytes);
        return 1;
    }

    static int MessagePackArrayHeaderBytes(int count) => count < 16 ? 1 : count <= ushort.MaxValue ? 3 : 5;

    static byte CodeOf(ElementType type) => type switch
    {
        ElementType.Float32 => MessagePackCode.Float32,
        ElementType.Float64 => MessagePackCode.Float64,
        ElementType.Int16 => MessagePackCode.Int16,
        ElementType.Int32 => MessagePackCode.Int32,
        ElementType.Int64 => MessagePackCode.Int64,
        ElementType.UInt16 => MessagePackCode.UInt16,
        ElementType.UInt32 => MessagePackCode.UInt32,
        ElementType.UInt64 => MessagePackCode.UInt64,
        // The Go server knows no signed byte.
        ElementType.Byte or ElementType.Bool or ElementType.UInt8 => MessagePackCode.UInt8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "type is not storable"),
    };

    static void WriteValue(Span<byte> place, Column column, int row)
    {
        switch (column.ElementBytes)
        {
            case 1:
                place[0] = column.Data.Span[row];
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(place, column.Values<ushort>()[row]);
                break;
            case 4 when column.Type != ElementType.String16:
                BinaryPrimitives.WriteUInt32BigEndian(place, column.Values<uint>()[row]);
                break;
            case 8 when column.Type != ElementType.String16:
                BinaryPrimitives.WriteUInt64BigEndian(place, column.Values<ulong>()[row]);
                break;
            default:
                var characters = column.Values<uint>().Slice(row * column.TextLength, column.TextLength);
                for (var index = 0; index < characters.Length; index++)
                    BinaryPrimitives.WriteUInt32BigEndian(place[((index * 5) + 1)..], characters[index]);
                break;
        }
    }
}
