using MarketStore.Storage.Disk;

namespace MarketStore.Trials.Fuzz.Disk;

/// <summary>An open file of a <see cref="MemoryDisk"/>.</summary>
sealed class MemoryHandle(string path, MemoryFile file) : IDiskFile
{
    volatile bool _isClosed;

    public long Length => Opened.Length;

    MemoryFile Opened => _isClosed ? throw new ObjectDisposedException(path) : file;

    public int Read(Span<byte> target, long offset) => Opened.Read(target, offset);

    public void Write(ReadOnlySpan<byte> source, long offset) => Opened.Write(source, offset);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset)
    {
        foreach (var part in parts)
        {
            Opened.Write(part.Span, offset);
            offset += part.Length;
        }
    }

    public void SetLength(long length) => Opened.SetLength(length);

    public void Flush() => _ = Opened;

    public long NextData(long offset) => Opened.NextData(offset);

    public long NextHole(long offset) => Opened.NextHole(offset);

    public void PunchHole(long offset, long length) => Opened.PunchHole(offset, length);

    public void Dispose() => _isClosed = true;
}
