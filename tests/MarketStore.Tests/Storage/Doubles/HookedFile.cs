using MarketStore.Storage.Disk;

namespace MarketStore.Tests.Storage.Doubles;

/// <summary>A file of a <see cref="HookedDisk"/>.</summary>
sealed class HookedFile(HookedDisk disk, IDiskFile inner, string path) : IDiskFile
{
    public long Length => inner.Length;

    public int Read(Span<byte> target, long offset)
    {
        var call = new DiskCall(DiskCallKind.Read, path, offset, target.Length);
        disk.Begin(call);
        int read;
        try
        {
            read = inner.Read(target, offset);
        }
        finally
        {
            disk.End();
        }

        disk.Tell(call);
        return read;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        var call = new DiskCall(DiskCallKind.Write, path, offset, source.Length);
        disk.Begin(call);
        try
        {
            inner.Write(source, offset);
        }
        finally
        {
            disk.End();
        }

        disk.Tell(call);
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset) =>
        disk.Run(new(DiskCallKind.Write, path, offset, parts.Sum(part => (long)part.Length)), () => inner.Write(parts, offset));

    public void SetLength(long length) => disk.Run(new(DiskCallKind.SetLength, path, 0, length), () => inner.SetLength(length));

    public void Flush() => disk.Run(new(DiskCallKind.Flush, path), disk.PassesFlushesOn ? inner.Flush : () => { });

    public long NextData(long offset) => inner.NextData(offset);

    public long NextHole(long offset) => inner.NextHole(offset);

    public void PunchHole(long offset, long length) => disk.Run(new(DiskCallKind.PunchHole, path, offset, length), () => inner.PunchHole(offset, length));

    public void Dispose() => inner.Dispose();
}
