using System.Buffers;

namespace MarketStore.Server.Streaming.Sending;

/// <summary>Gathers frames for one write to a socket. The memory is rented when it is needed.</summary>
internal sealed class RunBuffer : IDisposable
{
    public const int Bytes = 64 << 10;

    byte[]? _buffer;
    int _used;

    public bool IsEmpty => _used == 0;

    public ReadOnlyMemory<byte> Gathered => _buffer.AsMemory(0, _used);

    /// <summary>An empty one has room for anything, since what is too long for it goes out alone.</summary>
    public bool HasRoom(int length) => _used == 0 || _used + length <= Bytes;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(Bytes);
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    public void Clear() => _used = 0;

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
