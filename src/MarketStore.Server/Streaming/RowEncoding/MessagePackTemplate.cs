using System.Buffers;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Server.Streaming.WebSockets;
using MessagePack;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>
/// A whole frame <c>{"key": …, "data": {column: value, …}}</c> with zeros for values. Every value has a fixed width, so all frames of a bucket are this one with other values in it.
/// </summary>
internal sealed class MessagePackTemplate
{
    readonly byte[] _frame;
    readonly DataShape[] _shapes;
    // Where the first value of each column begins, behind its code.
    readonly int[] _places;

    public MessagePackTemplate(TimeBucketKey key, ColumnSeries rows)
    {
        _shapes = [.. rows.Shapes];
        _places = new int[_shapes.Length];
        var payload = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(payload);
        writer.WriteMapHeader(2);
        writer.Write("key");
        writer.Write(key.ToString());
        writer.Write("data");
        writer.WriteMapHeader(_shapes.Length);
        for (var index = 0; index < _shapes.Length; index++)
        {
            writer.Write(_shapes[index].Name);
            writer.Flush();
            _places[index] = payload.WrittenCount + WriteCodes(ref writer, _shapes[index]);
        }

        writer.Flush();
        _frame = WebSocketFrame.Create(WebSocketOpcode.Binary, payload.WrittenSpan);
        var header = _frame.Length - payload.WrittenCount;
        foreach (ref var place in _places.AsSpan())
            place += header;
    }

    public ReadOnlySpan<byte> Frame => _frame;

    /// <summary>Where the first value of a column begins.</summary>
    public int PlaceOf(int column) => _places[column];

    /// <summary>True when these rows have the same columns.</summary>
    public bool Fits(ColumnSeries rows)
    {
        if (rows.Columns.Count != _shapes.Length)
            return false;
        for (var index = 0; index < _shapes.Length; index++)
        {
            if (rows.Columns[index].Shape != _shapes[index])
                return false;
        }

        return true;
    }

    /// <summary>Writes the codes with zeros for values. Returns where the value begins behind the start of the codes.</summary>
    static int WriteCodes(ref MessagePackWriter writer, DataShape shape)
    {
        if (shape.Type == ElementType.String16)
        {
            writer.WriteArrayHeader(shape.TextLength);
            for (var character = 0; character < shape.TextLength; character++)
                writer.WriteInt32(0);
            // The array's header, and the code of the first character.
            return (shape.TextLength < 16 ? 1 : shape.TextLength <= ushort.MaxValue ? 3 : 5) + 1;
        }

        var value = writer.GetSpan(1 + shape.ElementBytes)[..(1 + shape.ElementBytes)];
        value.Clear();
        value[0] = CodeOf(shape.Type);
        writer.Advance(value.Length);
        return 1;
    }

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
}
