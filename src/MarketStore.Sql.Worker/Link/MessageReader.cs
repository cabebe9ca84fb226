using System.Buffers;
using System.Buffers.Binary;

namespace MarketStore.Sql.Worker.Link;

/// <summary>Reads messages. For one thread.</summary>
/// <param name="stream">Where they come from.</param>
/// <param name="maxBytes">Bytes of a message at most.</param>
internal sealed class MessageReader(Stream stream, long maxBytes = MessageReader.MaxBytes)
{
    /// <summary>The length of what follows, and the kind.</summary>
    public const int HeaderBytes = sizeof(int) + 1;

    /// <summary>Bytes that any message has at most.</summary>
    public const int MaxBytes = 1 << 30;

    readonly byte[] _header = new byte[HeaderBytes];

    /// <summary>Waits for the next message; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">What comes is no message.</exception>
    public Message? Next()
    {
        if (stream.ReadAtLeast(_header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_header);
        if (length < 0 || length > maxBytes)
            throw new InvalidDataException($"a message has {length} bytes");
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        if (stream.ReadAtLeast(buffer.AsSpan(0, length), length, throwOnEndOfStream: false) == length)
            return new((MessageKind)_header[^1], buffer, length);
        ArrayPool<byte>.Shared.Return(buffer);
        return null;
    }
}
