using MarketStore.Storage.Disk;

namespace MarketStore.Trials.FailingCalls;

/// <summary>A file of a <see cref="FaultyDisk"/>.</summary>
sealed class FaultyFile(FaultyDisk disk, MemoryFile inner, string path) : IDiskFile
{
    public long Length => inner.Length;

    public int Read(Span<byte> target, long offset)
    {
        disk.Check(DiskCallKind.Read, "reading", path);
        return inner.Read(target, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        if (disk.Next(DiskCallKind.Write, path) is not { } fault)
        {
            inner.Write(source, offset);
            return;
        }

        if (fault == DiskFault.ShortWrite)
            inner.Write(source[..(source.Length / 2)], offset);
        throw FaultyDisk.Failure(fault, "writing", path);
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset)
    {
        var bytes = new byte[parts.Sum(part => part.Length)];
        var position = 0;
        foreach (var part in parts)
        {
            part.Span.CopyTo(bytes.AsSpan(position));
            position += part.Length;
        }

        Write(bytes, offset);
    }

    public void SetLength(long length)
    {
        disk.Check(DiskCallKind.SetLength, "setting the length", path);
        inner.SetLength(length);
    }

    public void Flush()
    {
        if (disk.Next(DiskCallKind.Flush, path) is not { } fault)
        {
            inner.Flush();
            return;
        }

        disk.CountLost(inner.FailFlush());
        throw new FlushFailedException(FaultyDisk.Failure(fault, "flush", path));
    }

    public long NextData(long offset) => inner.NextData(offset);

    public long NextHole(long offset) => inner.NextHole(offset);

    public void PunchHole(long offset, long length) => inner.PunchHole(offset, length);

    public void Dispose() => inner.Dispose();
}
