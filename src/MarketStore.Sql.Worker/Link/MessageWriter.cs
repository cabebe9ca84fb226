using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MarketStore.Sql.Worker.Link;

/// <summary>
/// Puts one message after the other together. For one thread; numbers are written as the machine has them, since both ends are on one. Its memory is the pool's: an engine that is started
/// in the place of another writes where that one wrote.
/// </summary>
internal sealed class MessageWriter : IDisposable
{
    const int MinBytes = 4_096;
    const int MaxKeptBytes = 4 << 20;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(MinBytes);
    int _length;

    /// <summary>Bytes of the message so far.</summary>
    public int Length => _length;

    public MessageWriter Begin(MessageKind kind)
    {
        if (_buffer.Length > MaxKeptBytes)
            Exchange(MinBytes, 0);
        _length = MessageReader.HeaderBytes;
        _buffer[MessageReader.HeaderBytes - 1] = (byte)kind;
        return this;
    }

    public MessageWriter Write<T>(T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(Reserve(Unsafe.SizeOf<T>()), in value);
        return this;
    }

    /// <summary>A text with its length.</summary>
    public MessageWriter Write(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Write(bytes);
        Encoding.UTF8.GetBytes(text, Reserve(bytes));
        return this;
    }

    /// <summary>Values without their number.</summary>
    public MessageWriter WriteAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(Reserve(bytes.Length));
        return this;
    }

    /// <summary>Room for values that the caller writes, before anything else is written.</summary>
    /// <exception cref="InvalidOperationException">A message would be longer than 1 GiB.</exception>
    public Span<byte> Reserve(int bytes)
    {
        if (bytes > MessageReader.MaxBytes - _length)
            throw new InvalidOperationException("a message to the SQL engine is too long");
        if (bytes > _buffer.Length - _length)
            Exchange((int)Math.Min(MessageReader.MaxBytes, Math.Max(_length + bytes, 2L * _buffer.Length)), _length);
        var room = _buffer.AsSpan(_length, bytes);
        _length += bytes;
        return room;
    }

    /// <summary>Overwrites a value that was written before.</summary>
    /// <param name="position">The length of the message when it was written.</param>
    /// <param name="value">The value.</param>
    public void Patch<T>(int position, T value)
        where T : unmanaged => MemoryMarshal.Write(_buffer.AsSpan(position), in value);

    /// <summary>Sends the message.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public void SendTo(Stream stream)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, _length - MessageReader.HeaderBytes);
        stream.Write(_buffer, 0, _length);
        stream.Flush();
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    void Exchange(int bytes, int kept)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        _buffer.AsSpan(0, kept).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = buffer;
    }
}
