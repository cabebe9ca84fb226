using MarketStore.Storage.Catalog;

namespace MarketStore.Storage.Wal;

/// <summary>The records of one group commit, in order. Commit thread only; used again for each group.</summary>
internal sealed class LogGroup
{
    readonly List<ReadOnlyMemory<byte>> _parts = [];
    readonly List<Bucket> _newlyDefined = [];
    readonly List<byte[]> _headers = [];
    int _headersUsed;

    public IReadOnlyList<ReadOnlyMemory<byte>> Parts => _parts;

    public long Bytes { get; private set; }

    /// <summary>
    /// True when the group must be on the disk before it is applied, whatever the setting says: what a checkpoint writes takes the place of rows in older segments,
    /// and slots must not point to blocks of which the log may not know after a power cut. New year files likewise.
    /// </summary>
    public bool NeedsFlush { get; private set; }

    public ulong Segment { get; private set; }

    public ulong NextSequence { get; private set; }

    /// <param name="segment">The segment that the group goes to; 0 when there is no log.</param>
    public void Begin(ulong segment, ulong nextSequence)
    {
        _parts.Clear();
        _newlyDefined.Clear();
        (_headersUsed, Bytes, Segment, NextSequence, NeedsFlush) = (0, 0, segment, nextSequence, false);
    }

    /// <summary>Adds a record and returns its place. The body stays with the caller and must not change until the group is written.</summary>
    public LogPlace Add(LogRecordKind kind, ReadOnlyMemory<byte> body, ulong bodyHash)
    {
        var header = NextHeader();
        var sequence = NextSequence++;
        new LogRecordHeader(kind, body.Length, sequence, bodyHash).Write(header, Segment);
        _parts.Add(header);
        if (!body.IsEmpty)
            _parts.Add(body);
        Bytes += header.Length + body.Length;
        NeedsFlush |= kind >= LogRecordKind.Blocks;
        return new(Segment, sequence);
    }

    public LogPlace Add(LogRecordKind kind, byte[] body) => Add(kind, body, LogRecordHeader.HashBody(body));

    /// <summary>Makes sure that this segment says what a bucket's number means.</summary>
    public void Define(Bucket bucket)
    {
        if (bucket.DefinedInSegment == Segment)
            return;
        var schema = bucket.Schema;
        Add(LogRecordKind.Definition, new BucketDefinition(bucket.LogId, bucket.Key, schema.RecordType, schema.Description, schema.Columns).ToBytes());
        bucket.DefinedInSegment = Segment;
        _newlyDefined.Add(bucket);
    }

    /// <summary>The group did not reach the disk: its definitions do not count.</summary>
    public void Forget()
    {
        foreach (var bucket in _newlyDefined)
            bucket.DefinedInSegment = 0;
    }

    /// <summary>For an operation that makes a year file: under the relaxed settings its name may reach the disk before its header does, and then only the log can complete it.</summary>
    public void RequireFlush() => NeedsFlush = true;

    byte[] NextHeader()
    {
        if (_headersUsed == _headers.Count)
            _headers.Add(new byte[LogRecordHeader.Size]);
        return _headers[_headersUsed++];
    }
}
