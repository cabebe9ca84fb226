using MarketStore.Storage.Disk;
using MarketStore.Trials.Disks;

namespace MarketStore.Trials.Model.Disk;

/// <summary>An open file of a <see cref="MemoryDisk"/>.</summary>
sealed class MemoryFile(MemoryDisk disk, MemoryPages pages) : IDiskFile
{
    public long Length => disk.Look(() => pages.Length);

    public int Read(Span<byte> target, long offset)
    {
        using var turn = disk.Enter();
        return pages.Read(target, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        using var turn = disk.Enter();
        if (disk.IsKillDue(out var fraction))
        {
            pages.Write(source[..DoneOf(source.Length, offset, fraction)], offset);
            disk.TakeKilledImage();
        }

        pages.Write(source, offset);
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset)
    {
        var bytes = new byte[parts.Sum(part => part.Length)];
        var done = 0;
        foreach (var part in parts)
        {
            part.Span.CopyTo(bytes.AsSpan(done));
            done += part.Length;
        }

        Write(bytes, offset);
    }

    public void SetLength(long length) => disk.Change(() => pages.SetLength(length));

    /// <summary>A kill of the process loses nothing that was written.</summary>
    public void Flush() => disk.Look(() => 0);

    public long NextData(long offset) => disk.Look(() => pages.NextData(offset));

    public long NextHole(long offset) => disk.Look(() => pages.NextHole(offset));

    public void PunchHole(long offset, long length)
    {
        if (length >= MemoryPages.PageBytes)
            disk.Change(() => pages.PunchHole(offset, length));
    }

    /// <summary>What a killed process leaves of a call: the system copies page by page, and looks for signals in between.</summary>
    static int DoneOf(int length, long offset, double fraction) => fraction >= 1
        ? length
        : (int)Math.Max(0, ((offset + (long)(length * fraction)) / MemoryPages.PageBytes * MemoryPages.PageBytes) - offset);

    public void Dispose()
    {
        // The contents belong to the disk.
    }
}
