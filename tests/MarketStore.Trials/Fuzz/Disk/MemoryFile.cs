using MarketStore.Trials.Disks;

namespace MarketStore.Trials.Fuzz.Disk;

/// <summary>The content of a file, with the limits of a real file system. Any thread.</summary>
sealed class MemoryFile
{
    // What a real file system refuses.
    const long MaxBytes = 16L << 40;

    readonly Lock _gate = new();
    readonly MemoryPages _pages;

    public MemoryFile()
        : this(new())
    {
    }

    MemoryFile(MemoryPages pages) => _pages = pages;

    public long Length
    {
        get
        {
            lock (_gate)
                return _pages.Length;
        }
    }

    public MemoryFile Clone()
    {
        lock (_gate)
            return new(_pages.Snapshot());
    }

    public int Read(Span<byte> target, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        lock (_gate)
            return _pages.Read(target, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset > MaxBytes - source.Length)
            throw new IOException("the file would be too large");
        lock (_gate)
            _pages.Write(source, offset);
    }

    public void SetLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > MaxBytes)
            throw new IOException("the file would be too large");
        lock (_gate)
            _pages.SetLength(length);
    }

    public long NextData(long offset)
    {
        lock (_gate)
            return offset < 0 || offset >= _pages.Length ? -1 : _pages.NextData(offset);
    }

    public long NextHole(long offset)
    {
        lock (_gate)
            return offset < 0 || offset >= _pages.Length ? Math.Clamp(offset, 0, _pages.Length) : _pages.NextHole(offset);
    }

    public void PunchHole(long offset, long length)
    {
        lock (_gate)
            _pages.PunchHole(offset, length);
    }
}
