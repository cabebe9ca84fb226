using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Wal;

/// <summary>
/// The segments that a directory holds while nobody writes to them, in order, and how much of each counts: that is for its successor to say.
/// </summary>
internal sealed class SegmentChain
{
    readonly IDisk _disk;
    readonly string _root;
    readonly Dictionary<ulong, long> _validBytes = [];
    readonly HashSet<ulong> _sound = [];

    SegmentChain(IDisk disk, string root, List<ulong> segments) => (_disk, _root, Segments) = (disk, root, segments);

    /// <summary>All numbers in the directory, ascending, whether their segments are sound or not.</summary>
    public IReadOnlyList<ulong> Segments { get; }

    /// <summary>Lists the segments and reads their headers.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static SegmentChain Read(IDisk disk, string root)
    {
        var segments = new List<ulong>();
        foreach (var entry in disk.ListDirectory(root))
        {
            if (!entry.IsDirectory && LogFiles.TryParse(entry.Name, out var segment))
                segments.Add(segment);
        }

        segments.Sort();
        var chain = new SegmentChain(disk, root, segments);
        foreach (var segment in segments)
            chain.ReadHeader(segment);
        return chain;
    }

    /// <summary>Null when the segment has no sound header.</summary>
    public LogSegmentReader? TryOpen(ulong segment) =>
        LogSegmentReader.TryOpen(_disk, PathOf(segment), segment, ValidBytesOf(segment));

    /// <summary>What the successor says of a segment, or <see cref="SegmentHeader.WholePredecessor"/>.</summary>
    public long ValidBytesOf(ulong segment) => _validBytes.GetValueOrDefault(segment, SegmentHeader.WholePredecessor);

    public string PathOf(ulong segment) => Path.Combine(_root, LogFiles.NameOf(segment));

    /// <summary>
    /// What replay brings into files must not be lost from the log by a power cut before the next checkpoint. A process that was killed may have written what it did not flush;
    /// and if its last flush failed, memory shows what the disk has not, and a flush alone would change nothing: so the segments whose end no successor gives are written again.
    /// </summary>
    /// <exception cref="IOException">The disk refuses; no start on what may vanish.</exception>
    public void Secure()
    {
        var hasSuccessor = false;
        for (var position = Segments.Count - 1; position >= 0; position--)
        {
            var segment = Segments[position];
            Secure(segment, writesAgain: !hasSuccessor);
            hasSuccessor |= _sound.Contains(segment);
        }
    }

    void Secure(ulong segment, bool writesAgain)
    {
        using var file = _disk.Open(PathOf(segment), DiskOpenMode.ReadWrite);
        if (writesAgain)
            file.CopyTo(file);
        try
        {
            file.Flush();
        }
        catch (FlushFailedException)
        {
            file.CopyTo(file);
            file.Flush();
        }
    }

    void ReadHeader(ulong segment)
    {
        using var reader = TryOpen(segment);
        if (reader is null)
            return;
        _sound.Add(segment);
        var (predecessor, validBytes) = (reader.Header.Predecessor, reader.Header.PredecessorValidBytes);
        if (validBytes >= 0)
            _validBytes[predecessor] = validBytes;
        // What could not be begun holds nothing.
        foreach (var skipped in Segments.Where(skipped => skipped > predecessor && skipped < segment))
            _validBytes[skipped] = 0;
    }
}
