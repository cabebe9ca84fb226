using MarketStore.Storage.Disk;

namespace MarketStore.Trials.FailingCalls;

/// <summary>An open file of a <see cref="MemoryDisk"/>; stays readable when its name is gone.</summary>
sealed class MemoryFile(Lock gate, MemoryInode inode) : IDiskFile
{
    public long Length
    {
        get
        {
            lock (gate)
                return inode.Length;
        }
    }

    public int Read(Span<byte> target, long offset)
    {
        lock (gate)
            return inode.Read(target, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        lock (gate)
            inode.Write(source, offset);
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset)
    {
        lock (gate)
        {
            foreach (var part in parts)
            {
                inode.Write(part.Span, offset);
                offset += part.Length;
            }
        }
    }

    public void SetLength(long length)
    {
        lock (gate)
            inode.SetLength(length);
    }

    public void Flush()
    {
        lock (gate)
            inode.Flush();
    }

    /// <summary>Returns how many pages now show what the disk does not hold.</summary>
    public int FailFlush()
    {
        lock (gate)
            return inode.FailFlush();
    }

    public long NextData(long offset)
    {
        lock (gate)
            return inode.NextData(offset);
    }

    public long NextHole(long offset)
    {
        lock (gate)
            return inode.NextHole(offset);
    }

    public void PunchHole(long offset, long length)
    {
        lock (gate)
            inode.PunchHole(offset, length);
    }

    public void Dispose()
    {
    }
}
