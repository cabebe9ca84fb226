namespace MarketStore.Storage.Disk;

/// <summary>An open file, read and written by position only. Any number of threads may read; writers keep apart by themselves.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Bytes read; fewer than asked for only at the end of the file.</summary>
    int Read(Span<byte> target, long offset);

    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Writes the parts one behind the other.</summary>
    void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset);

    void SetLength(long length);

    /// <summary>Returns when the contents, and the length, are on the disk.</summary>
    /// <exception cref="FlushFailedException">What was written since the last flush may be lost for good.</exception>
    void Flush();

    /// <summary>The first offset at or after <paramref name="offset"/> that may hold anything but zeros, or -1 when there is none.</summary>
    long NextData(long offset);

    /// <summary>The first offset at or after <paramref name="offset"/> at which nothing is stored; the end of the file counts as such.</summary>
    long NextHole(long offset);

    /// <summary>Gives the space of the whole pages in a range back; they read as zeros afterwards. Does nothing where the file system cannot.</summary>
    void PunchHole(long offset, long length);
}
