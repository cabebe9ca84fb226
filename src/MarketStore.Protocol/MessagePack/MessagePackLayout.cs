using System.Buffers.Binary;
using MarketStore.Protocol.JsonRpc;
using MessagePack;

namespace MarketStore.Protocol.MessagePack;

/// <summary>
/// Finds where values end, believing no length before it is seen to lie within the bytes. The library's own skipping takes lengths over 2^31 for negative ones.
/// </summary>
internal static class MessagePackLayout
{
    /// <summary>Bytes of the whole value that starts here. Takes one step for each value inside, whatever the nesting, and no memory.</summary>
    /// <exception cref="EndOfStreamException">The value is cut short.</exception>
    /// <exception cref="RpcFormatException">There is a byte that starts no value.</exception>
    public static int MeasureValue(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        for (var pending = 1L; pending > 0; pending--)
        {
            var rest = bytes[position..];
            position += checked((int)MeasureItem(rest, out var children));
            pending += children;
        }

        return position;
    }

    /// <summary>Splits the text (str or bin) or bytes that start here into header and content.</summary>
    /// <exception cref="EndOfStreamException">The value is cut short.</exception>
    /// <exception cref="RpcFormatException">Something else starts here.</exception>
    public static (int HeaderBytes, int ContentBytes) MeasureText(ReadOnlySpan<byte> bytes)
    {
        Require(bytes, 1);
        var code = bytes[0];
        if (code is >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr)
            return Within(bytes, 1, code - MessagePackCode.MinFixStr);
        return code switch
        {
            MessagePackCode.Str8 or MessagePackCode.Bin8 => Within(bytes, 2, ReadLength(bytes, 1)),
            MessagePackCode.Str16 or MessagePackCode.Bin16 => Within(bytes, 3, ReadLength(bytes, 2)),
            MessagePackCode.Str32 or MessagePackCode.Bin32 => Within(bytes, 5, ReadLength(bytes, 4)),
            _ => throw new RpcFormatException($"msgpack: invalid code={code:x} decoding string/bytes length"),
        };
    }

    static long MeasureItem(ReadOnlySpan<byte> bytes, out long children)
    {
        Require(bytes, 1);
        children = 0;
        var code = bytes[0];
        switch (code)
        {
            case <= MessagePackCode.MaxFixInt or >= MessagePackCode.MinNegativeFixInt: return 1;
            case <= MessagePackCode.MaxFixMap: children = 2 * (code - MessagePackCode.MinFixMap); return 1;
            case <= MessagePackCode.MaxFixArray: children = code - MessagePackCode.MinFixArray; return 1;
            case <= MessagePackCode.MaxFixStr or MessagePackCode.Str8 or MessagePackCode.Str16 or MessagePackCode.Str32:
            case MessagePackCode.Bin8 or MessagePackCode.Bin16 or MessagePackCode.Bin32:
                var (header, content) = MeasureText(bytes);
                return header + content;
            case MessagePackCode.Array16: children = ReadLength(bytes, 2); return 3;
            case MessagePackCode.Array32: children = ReadLength(bytes, 4); return 5;
            case MessagePackCode.Map16: children = 2 * ReadLength(bytes, 2); return 3;
            case MessagePackCode.Map32: children = 2 * ReadLength(bytes, 4); return 5;
            default: return Require(bytes, MeasureScalar(bytes, code));
        }
    }

    static long MeasureScalar(ReadOnlySpan<byte> bytes, byte code) => code switch
    {
        MessagePackCode.Nil or MessagePackCode.False or MessagePackCode.True => 1,
        MessagePackCode.UInt8 or MessagePackCode.Int8 => 2,
        MessagePackCode.UInt16 or MessagePackCode.Int16 => 3,
        MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32 => 5,
        MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64 => 9,
        // Extensions: a type byte, then the content.
        MessagePackCode.FixExt1 => 3,
        MessagePackCode.FixExt2 => 4,
        MessagePackCode.FixExt4 => 6,
        MessagePackCode.FixExt8 => 10,
        MessagePackCode.FixExt16 => 18,
        MessagePackCode.Ext8 => 3 + ReadLength(bytes, 1),
        MessagePackCode.Ext16 => 4 + ReadLength(bytes, 2),
        MessagePackCode.Ext32 => 6 + ReadLength(bytes, 4),
        _ => throw new RpcFormatException($"msgpack: unknown code {code:x}"),
    };

    static long ReadLength(ReadOnlySpan<byte> bytes, int width)
    {
        Require(bytes, 1 + width);
        return width switch
        {
            1 => bytes[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]),
        };
    }

    static (int HeaderBytes, int ContentBytes) Within(ReadOnlySpan<byte> bytes, int headerBytes, long contentBytes)
    {
        Require(bytes, headerBytes + contentBytes);
        return (headerBytes, (int)contentBytes);
    }

    static long Require(ReadOnlySpan<byte> bytes, long needed) => bytes.Length >= needed ? needed : throw new EndOfStreamException();
}
