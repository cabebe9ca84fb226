using System.Buffers;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Listing;

/// <summary>A part of a file in memory that moves along as it is read. One thread.</summary>
internal sealed class FileWindow(IDiskFile file) : IDisposable
{
    const int WindowBytes = 1 << 20;

    // A search looks at what stands just before its place too.
    const int BytesBefore = 64;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
    long _start;
    int _count;

    public long Length { get; } = file.Length;

    /// <summary>The bytes at an offset, fewer at the end of the file, none before its start. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset < 0 || offset >= Length)
            return [];
        var wanted = (int)Math.Min(count, Length - offset);
        if (offset < _start || offset + wanted > _start + _count)
        {
            _start = Math.Max(0, offset - BytesBefore);
            _count = file.Read(_buffer.AsSpan(0, WindowBytes), _start);
        }

        // The file may have become shorter meanwhile.
        var position = (int)Math.Min(offset - _start, _count);
        return _buffer.AsSpan(position, Math.Min(wanted, _count - position));
    }

    /// <summary>Reads somewhere else without moving the window. Returns the bytes read.</summary>
    public int Read(Span<byte> target, long offset) => offset < 0 ? 0 : file.Read(target, offset);

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
