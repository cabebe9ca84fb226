using MarketStore.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Wal;

/// <summary>
/// The log's files: the segment that is being written, and older ones that a checkpoint has not covered yet. Commit thread, except where said.
/// A segment whose write or flush failed once is never written again: its successor says up to where it counts.
/// </summary>
internal sealed class SegmentedLog(StorageContext context, ulong lastKnownSegment) : IDisposable
{
    readonly string _root = context.Options.RootDirectory;
    IDiskFile? _file;
    ulong _lastTried = lastKnownSegment;
    long _position;
    long _unflushedSince = -1;
    long _predecessorValidBytes = SegmentHeader.WholePredecessor;

    /// <summary>The number of the segment being written, or of the last one.</summary>
    public ulong Segment { get; private set; } = lastKnownSegment;

    public bool IsOpen => _file is not null;

    /// <summary>True when the interval setting owes a flush.</summary>
    public bool HasUnflushed => _unflushedSince >= 0;

    /// <summary>How long the oldest record that is owed a flush has waited for it.</summary>
    public TimeSpan UnflushedAge => HasUnflushed ? TimeSpan.FromMilliseconds(Environment.TickCount64 - _unflushedSince) : TimeSpan.Zero;

    /// <summary>Starts a new segment, durable in its directory before anything is written to it. A number that failed is not used again.</summary>
    public void OpenNext(ulong firstSequence)
    {
        Close();
        var segment = ++_lastTried;
        var path = Path.Combine(_root, LogFiles.NameOf(segment));
        var file = context.Disk.Open(path, DiskOpenMode.Create);
        try
        {
            var header = new byte[SegmentHeader.Size];
            new SegmentHeader(segment, firstSequence, Segment, _predecessorValidBytes).Write(header);
            file.Write(header, 0);
            if (context.Options.WalSync != WalSync.None)
                file.Flush();
            context.SyncDirectory(_root);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        (_file, _position, Segment, _predecessorValidBytes) = (file, SegmentHeader.Size, segment, SegmentHeader.WholePredecessor);
    }

    /// <summary>Writes a group behind the last one, and flushes it if the setting says so.</summary>
    /// <exception cref="IOException">The disk refused; the segment is closed for good and nothing of the group counts.</exception>
    public void Append(LogGroup group)
    {
        try
        {
            _file!.Write(group.Parts, _position);
            if (context.Options.WalSync == WalSync.Commit || group.NeedsFlush)
                _file.Flush();
            else if (context.Options.WalSync == WalSync.Interval && !HasUnflushed)
                _unflushedSince = Environment.TickCount64;
            _position += group.Bytes;
        }
        catch (Exception error)
        {
            context.Logger.LogError("log segment {Segment} failed at offset {Offset}: {Error}", Segment, _position, error.Message);
            Abandon();
            throw;
        }
    }

    /// <summary>For the interval setting.</summary>
    public void FlushPending()
    {
        if (!HasUnflushed || _file is null)
            return;
        // Also when it fails: the segment is closed for good then.
        _unflushedSince = -1;
        try
        {
            _file.Flush();
        }
        catch (Exception error)
        {
            context.Logger.LogError("flush of log segment {Segment} failed: {Error}", Segment, error.Message);
            Abandon();
        }
    }

    /// <summary>Deletes segments up to one, unless the log must be kept. Any thread; the segments are not written any more.</summary>
    public void DeleteThrough(ulong segment)
    {
        if (context.IsLogKept)
            return;
        foreach (var entry in context.Disk.ListDirectory(_root))
        {
            if (LogFiles.TryParse(entry.Name, out var number) && number <= segment)
            {
                context.Disk.DeleteFile(Path.Combine(_root, entry.Name));
                // One by one, the oldest first: if a power cut kept an older one and not its successors, replay would bring back what those have changed.
                context.SyncDirectory(_root);
            }
        }
    }

    public void Dispose() => Close();

    void Abandon()
    {
        _predecessorValidBytes = _position;
        _file?.Dispose();
        _file = null;
    }

    void Close()
    {
        FlushPending();
        _file?.Dispose();
        _file = null;
    }
}
