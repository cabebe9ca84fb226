using MarketStore.Storage.Disk;

namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>An open file of a simulated disk. It stays readable when its name is gone, as on any POSIX system.</summary>
sealed class SimulatedFile(SimulatedDisk disk, DiskConnection connection, string path, int number) : IDiskFile
{
    public long Length => OnContent(content => content.Length);

    public int Read(Span<byte> target, long offset)
    {
        connection.ThrowIfCut();
        lock (disk.Gate)
            return disk.Tree.FileOf(number).Read(target, offset);
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        if (!source.IsEmpty)
            Write(source.ToArray(), offset);
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset)
    {
        var bytes = new byte[parts.Sum(part => part.Length)];
        var count = 0;
        foreach (var part in parts)
        {
            part.CopyTo(bytes.AsMemory(count));
            count += part.Length;
        }

        Write(bytes, offset);
    }

    public void SetLength(long length) => Change(content => content.SetLength(length), new LengthSet(number, length));

    public void Flush()
    {
        connection.BeginChange();
        lock (disk.Gate)
        {
            var isFirst = disk.IsFirstFlush(number);
            var kind = path.EndsWith(".bin", StringComparison.Ordinal) ? FlushKind.YearFile
                : path.EndsWith("category_name", StringComparison.Ordinal) ? FlushKind.Category
                : path.EndsWith(".mslog", StringComparison.Ordinal) ? isFirst ? FlushKind.LogHeader : FlushKind.Log
                : path.EndsWith("triggers.pending.new", StringComparison.Ordinal) ? FlushKind.Unfinished
                : (FlushKind?)null;
            if (kind is { } known && disk.TakeFailure(known))
            {
                disk.Record(new FileFlushFailed(number, disk.NextChance()));
                throw new FlushFailedException(new IOException($"flush of {path} failed: Input/output error"));
            }

            disk.Record(new FileFlushed(number));
        }
    }

    public long NextData(long offset) => OnContent(content => content.NextData(offset));

    public long NextHole(long offset) => OnContent(content => content.NextHole(offset));

    public void PunchHole(long offset, long length)
    {
        var first = (offset + Page.Size - 1) / Page.Size;
        var count = ((offset + length) / Page.Size) - first;
        if (count > 0)
            Change(content => content.Punch(first, count), new HolePunched(number, first, count));
    }

    public void Dispose()
    {
    }

    void Write(byte[] bytes, long offset) => Change(content => content.Write(bytes, offset), new ContentWritten(number, offset, bytes));

    void Change(Action<FileContent> act, DiskChange change)
    {
        connection.BeginChange();
        lock (disk.Gate)
        {
            act(disk.Tree.FileOf(number));
            disk.Record(change);
        }
    }

    long OnContent(Func<FileContent, long> ask)
    {
        connection.ThrowIfCut();
        lock (disk.Gate)
            return ask(disk.Tree.FileOf(number));
    }
}
