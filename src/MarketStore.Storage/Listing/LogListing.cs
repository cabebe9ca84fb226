using MarketStore.Storage.Disk;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Listing;

/// <summary>Lists what a log file holds: a segment of our log, or a log of the Go server. Changes nothing, and needs the memory of one record.</summary>
public static class LogListing
{
    /// <param name="path">The file. Segments beside it are asked up to where it counts.</param>
    /// <param name="show">Takes each entry, in the order of the file.</param>
    /// <param name="cancellationToken">Ends the listing early.</param>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public static LogSummary Run(string path, Action<LogEntry> show, CancellationToken cancellationToken = default) => Run(PosixDisk.Instance, path, show, cancellationToken);

    internal static LogSummary Run(IDisk disk, string path, Action<LogEntry> show, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        if (disk.DirectoryExists(path))
            throw new IOException($"{path} is a directory, not a log");
        using var file = disk.Open(path, DiskOpenMode.Read);
        return FormatOf(file, Path.GetFileName(path)) switch
        {
            LogFormat.Segment => ListSegment(disk, file, path, show, cancellationToken),
            LogFormat.GoLog => ListGoLog(file, show, cancellationToken),
            _ => new(LogFormat.None, file.Length, 0, 0, 0, 0, null, false),
        };
    }

    internal static LogSummary ListGoLog(IDiskFile file, Action<LogEntry> show, CancellationToken cancellationToken)
    {
        var tally = new LogTally(show);
        using var window = new FileWindow(file);
        var start = window.Peek(0, GoStatus.Size);
        if (start.Length < GoStatus.Size)
            tally.Add(new(LogEntryKind.Torn, 0, start.Length) { Text = "it ends before its status: the start of a log that a crash cut short" });
        else if (!GoStatus.TryRead(start, out _))
            tally.Add(new(LogEntryKind.Damage, 0, GoStatus.Size) { Fault = "it does not start with a status" });
        var listing = new GoLogListing(window, tally.Add);
        if (window.Length >= GoStatus.Size)
            listing.Run(cancellationToken);
        return tally.ToSummary(LogFormat.GoLog, window.Length, listing.PendingGroupCount);
    }

    static LogSummary ListSegment(IDisk disk, IDiskFile file, string path, Action<LogEntry> show, CancellationToken cancellationToken)
    {
        var tally = new LogTally(show);
        var isNamed = LogFiles.TryParse(Path.GetFileName(path), out var number);
        if (TryGetHeader(file, isNamed, number, tally) is not { } header)
            return tally.ToSummary(LogFormat.Segment, file.Length);
        var validBytes = isNamed && header.Segment == number ? SegmentChain.Read(disk, Path.GetDirectoryName(path)!).ValidBytesOf(number) : SegmentHeader.WholePredecessor;
        using var reader = LogSegmentReader.Open(disk.Open(path, DiskOpenMode.Read), header, validBytes);
        // Behind a header that is not sound a start gets to nothing.
        var isReached = tally.Faults == 0;
        new SegmentListing(reader, entry => tally.Add(isReached ? entry : entry with { IsReached = false })).Run(readsPastDamage: true, cancellationToken);
        if (reader.Length < file.Length)
            tally.Add(new(LogEntryKind.Refused, reader.Length, file.Length - reader.Length) { Text = "the segment after it says that this does not count: writes that were refused" });
        return tally.ToSummary(LogFormat.Segment, file.Length);
    }

    /// <summary>The header, or one to read the records with when it is damaged; null when that cannot be made, or nothing follows.</summary>
    static SegmentHeader? TryGetHeader(IDiskFile file, bool isNamed, ulong number, LogTally tally)
    {
        var bytes = new byte[SegmentHeader.Size];
        if (SegmentHeader.TryRead(bytes.AsSpan(0, file.Read(bytes, 0)), out var header))
        {
            var differs = isNamed && header.Segment != number;
            var counts = header.PredecessorValidBytes < 0 ? "" : $", of which {header.PredecessorValidBytes} bytes count";
            tally.Add(new(LogEntryKind.Segment, 0, SegmentHeader.Size)
            {
                Sequence = header.FirstSequence,
                Text = $"segment {header.Segment} after {header.Predecessor}{counts}",
                Fault = differs ? $"its name says segment {number} and its header {header.Segment}: a start does not read it" : null,
            });
            return header;
        }

        if (file.Length <= SegmentHeader.Size)
        {
            tally.Add(new(LogEntryKind.Torn, 0, file.Length) { Text = "its header never reached the disk, and nothing in it was acknowledged" });
            return null;
        }

        tally.Add(new(LogEntryKind.Damage, 0, SegmentHeader.Size) { Fault = "it has no sound header: a start does not read it" });
        return isNamed ? new SegmentHeader(number, 0, number - 1, SegmentHeader.WholePredecessor) : null;
    }

    static LogFormat FormatOf(IDiskFile file, string name)
    {
        Span<byte> start = stackalloc byte[GoStatus.Size];
        start = start[..file.Read(start, 0)];
        if (start.StartsWith("SMWALLOG"u8) || name.Contains(LogFiles.Extension, StringComparison.Ordinal))
            return LogFormat.Segment;
        // One byte alone would make a log of many a file.
        var isStatus = GoStatus.TryRead(start, out var status) && status is { FileStatus: <= GoStatus.MaxFileStatus, ReplayState: <= GoStatus.ReplayInProcess };
        return isStatus || name.Contains(GoLogReplay.Extension, StringComparison.Ordinal) ? LogFormat.GoLog : LogFormat.None;
    }
}
