using System.Buffers.Binary;

namespace MarketStore.Server.Streaming.WebSockets;

/// <summary>Frames that a server sends: whole messages, not masked. RFC 6455, section 5.2.</summary>
internal static class WebSocketFrame
{
    public const int MaxHeaderBytes = 10;
    public const int MaxControlBytes = 125;

    const byte Final = 0x80;

    public static byte OpcodeOf(StreamFormat format) => format == StreamFormat.Json ? WebSocketOpcode.Text : WebSocketOpcode.Binary;

    public static int HeaderBytes(int payloadBytes) => payloadBytes <= MaxControlBytes ? 2 : payloadBytes <= ushort.MaxValue ? 4 : MaxHeaderBytes;

    /// <summary>Returns the bytes that were written.</summary>
    public static int WriteHeader(Span<byte> destination, byte opcode, int payloadBytes)
    {
        destination[0] = (byte)(Final | opcode);
        switch (HeaderBytes(payloadBytes))
        {
            case 2:
                destination[1] = (byte)payloadBytes;
                return 2;
            case 4:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadBytes);
                return 4;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadBytes);
                return MaxHeaderBytes;
        }
    }

    /// <summary>The length of the first of some frames, its header among it.</summary>
    public static int LengthOf(ReadOnlySpan<byte> frames) => frames[1] switch
    {
        126 => 4 + BinaryPrimitives.ReadUInt16BigEndian(frames[2..]),
        127 => MaxHeaderBytes + checked((int)BinaryPrimitives.ReadUInt64BigEndian(frames[2..])),
        var length => 2 + length,
    };

    public static byte[] Create(byte opcode, ReadOnlySpan<byte> payload)
    {
        var header = HeaderBytes(payload.Length);
        var frame = new byte[header + payload.Length];
        WriteHeader(frame, opcode, payload.Length);
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }
}
