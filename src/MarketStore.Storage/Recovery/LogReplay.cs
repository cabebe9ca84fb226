using System.Buffers.Binary;
using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Checkpoints;
using MarketStore.Storage.Files;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Recovery;

/// <summary>
/// Brings back at the start what a crash left in the log: fixed rows into their files, variable rows into memory. Doing it twice changes nothing.
/// The segments stay until the first checkpoint.
/// </summary>
internal sealed class LogReplay(StorageContext context, BucketCatalog catalog, SectionApplier applier, PendingWork pending)
{
    const int CopyBytes = 1 << 20;

    readonly ReplayPlan _plan = new();
    readonly HashSet<TimeBucketKey> _prepared = [];
    readonly HashSet<TimeBucketKey> _incomplete = [];
    readonly HashSet<TimeBucketKey> _unrestored = [];
    ulong _segment;
    readonly string _root = context.Options.RootDirectory;

    /// <summary>The highest segment number in the directory, sound or not.</summary>
    public ulong LastSegment { get; private set; }

    public ulong LastSequence { get; private set; }

    public long RecordCount { get; private set; }

    public void Run()
    {
        var segments = new List<ulong>();
        foreach (var entry in context.Disk.ListDirectory(_root))
        {
            if (!entry.IsDirectory && LogFiles.TryParse(entry.Name, out var segment))
                segments.Add(segment);
        }

        segments.Sort();
        LastSegment = segments.Count == 0 ? 0 : segments[^1];
        foreach (var segment in segments)
            Secure(segment, isLast: segment == LastSegment);
        var valid = ValidBytes(segments);
        foreach (var segment in segments)
            Read(segment, valid[segment], Plan, reportDamage: false);
        foreach (var (key, year, end) in _plan.BlockEnds)
        {
            if (!HasBlocks(key, year, end))
                _plan.AddLost(key, year);
        }

        foreach (var segment in segments)
            Read(segment, valid[segment], Apply, reportDamage: true);
        if (RecordCount == 0)
            return;
        // It may have been written for a bucket that is no more, and is taken for durable from now on.
        context.Dirty.NewFiles.Add(Path.Combine(_root, BucketCatalog.CategoryFileName));
        context.Dirty.Directories.Add(_root);
        context.Logger.LogInformation("replayed {Records} records of {Segments} log segments", RecordCount, segments.Count);
    }

    /// <summary>
    /// What replay brings into files must not be lost from the log by a power cut before the next checkpoint. A process that was killed may have written what it did not flush;
    /// and if its last flush failed, memory shows what the disk has not, and a flush alone would change nothing: so the last segment, whose end no successor gives, is written again.
    /// </summary>
    /// <exception cref="IOException">The disk refuses; no start on what may vanish.</exception>
    void Secure(ulong segment, bool isLast)
    {
        using var file = context.Disk.Open(PathOf(segment), Disk.DiskOpenMode.ReadWrite);
        if (isLast)
            Copy(file, file);
        try
        {
            file.Flush();
        }
        catch (Disk.FlushFailedException)
        {
            Copy(file, file);
            file.Flush();
        }
    }

    /// <summary>What each segment's successor says of it.</summary>
    Dictionary<ulong, long> ValidBytes(List<ulong> segments)
    {
        var valid = segments.ToDictionary(segment => segment, _ => SegmentHeader.WholePredecessor);
        foreach (var segment in segments)
        {
            using var reader = LogSegmentReader.TryOpen(context.Disk, PathOf(segment), segment, SegmentHeader.WholePredecessor);
            if (reader is null)
                continue;
            if (reader.Header.PredecessorValidBytes >= 0 && valid.ContainsKey(reader.Header.Predecessor))
                valid[reader.Header.Predecessor] = reader.Header.PredecessorValidBytes;
            // What could not be begun holds nothing.
            foreach (var skipped in segments.Where(skipped => skipped > reader.Header.Predecessor && skipped < segment))
                valid[skipped] = 0;
        }

        return valid;
    }

    void Read(ulong segment, long validBytes, Action<LogRecordHeader, ReadOnlyMemory<byte>, Dictionary<uint, BucketDefinition>> record, bool reportDamage)
    {
        var definitions = new Dictionary<uint, BucketDefinition>();
        _segment = segment;
        _unrestored.Clear();
        using (var reader = LogSegmentReader.TryOpen(context.Disk, PathOf(segment), segment, validBytes))
        {
            if (reader is null)
            {
                if (reportDamage)
                    ReportUnreadable(segment);
                return;
            }

            while (reader.TryReadNext())
                record(reader.Record, reader.Body, definitions);
            if (_unrestored.Count > 0)
                context.Logger.LogError("log segment {Segment} is set aside as {Name}: not all of its rows could be restored. Buckets: {Buckets}", PathOf(segment), CopyAside(segment), string.Join(", ", _unrestored.Take(20)));
            if (!reportDamage || reader.Position >= reader.Length || !reader.EndsInDamage())
                return;
            context.Logger.LogError(
                "log segment {Segment} is damaged from offset {Offset} on. What comes before is restored, the segment is set aside as {Name}. Buckets known to be in it: {Buckets}",
                PathOf(segment), reader.Position, CopyAside(segment), string.Join(", ", definitions.Values.Select(definition => definition.Key.ToString()).Distinct().Take(20)));
        }
    }

    /// <summary>A segment whose header never reached the disk holds nothing that was acknowledged; one with content is kept as evidence.</summary>
    void ReportUnreadable(ulong segment)
    {
        using (var file = context.Disk.Open(PathOf(segment), Disk.DiskOpenMode.Read))
        {
            if (file.Length <= SegmentHeader.Size)
                return;
        }

        context.Logger.LogError("log segment {Segment} has no sound header at offset 0; it is set aside as {Name}", PathOf(segment), CopyAside(segment));
    }

    /// <summary>A copy under another name keeps the evidence; the segment itself goes with the next checkpoint. Returns the copy's name.</summary>
    string CopyAside(ulong segment)
    {
        using var source = context.Disk.Open(PathOf(segment), Disk.DiskOpenMode.Read);
        for (var number = 0; ; number++)
        {
            // Numbers of segments come again after a clean stop, so a copy of that name may be of an earlier damage.
            var name = LogFiles.NameOf(segment) + LogFiles.DamagedSuffix + (number == 0 ? "" : $".{number}");
            using var target = context.Disk.Open(Path.Combine(_root, name), Disk.DiskOpenMode.Create);
            if (target.Length == source.Length && target.Length > 0 && IsSame(source, target))
                return name;
            if (target.Length > 0)
                continue;
            Copy(source, target);
            target.Flush();
            return name;
        }
    }

    static void Copy(Disk.IDiskFile source, Disk.IDiskFile target)
    {
        var buffer = new byte[CopyBytes];
        for (long offset = 0; source.Read(buffer, offset) is > 0 and var read; offset += read)
            target.Write(buffer.AsSpan(0, read), offset);
    }

    static bool IsSame(Disk.IDiskFile left, Disk.IDiskFile right)
    {
        var (leftBytes, rightBytes) = (new byte[CopyBytes], new byte[CopyBytes]);
        for (long offset = 0; offset < left.Length; offset += CopyBytes)
        {
            var (leftCount, rightCount) = (left.Read(leftBytes, offset), right.Read(rightBytes, offset));
            if (!leftBytes.AsSpan(0, leftCount).SequenceEqual(rightBytes.AsSpan(0, rightCount)))
                return false;
        }

        return true;
    }

    void Plan(LogRecordHeader header, ReadOnlyMemory<byte> body, Dictionary<uint, BucketDefinition> definitions)
    {
        LastSequence = Math.Max(LastSequence, header.Sequence);
        switch (header.Kind)
        {
            case LogRecordKind.Definition when BucketDefinition.TryRead(body.Span, out var definition):
                definitions[definition.BucketLogId] = definition;
                break;
            case LogRecordKind.Destroy:
                _plan.AddRemoval(Encoding.UTF8.GetString(body.Span), header.Sequence);
                break;
            case LogRecordKind.Blocks when BlocksRecord.TryRead(body.Span, out var blocks) && definitions.TryGetValue(blocks.BucketLogId, out var owner):
                _plan.AddBlocks(owner.Key, blocks);
                break;
            case LogRecordKind.Carry when CarryRecord.TryRead(body.Span, out var carry) && definitions.TryGetValue(carry.Section.BucketLogId, out var carrier):
                _plan.AddCovered(carrier.Key, carry.Section.Year, SlotsOf(carry), carry.CoveredSequence);
                break;
        }
    }

    /// <summary>False when the year file is missing, or too short to hold the blocks.</summary>
    bool HasBlocks(TimeBucketKey key, int year, long end)
    {
        if (!catalog.TryGet(key, out var bucket) || !bucket.TryGetYear(year, out var file))
            return false;
        try
        {
            using var lease = file.Open();
            return lease.File.Length >= end;
        }
        catch (IOException)
        {
            // What cannot be looked at now is not lost for that.
            return true;
        }
    }

    /// <summary>What one bucket's files refuse keeps no other bucket's rows from coming back.</summary>
    void Apply(LogRecordHeader header, ReadOnlyMemory<byte> body, Dictionary<uint, BucketDefinition> definitions)
    {
        RecordCount++;
        try
        {
            ApplyRecord(header, body, definitions);
        }
        catch (MarketStoreException error)
        {
            context.Logger.LogError("record {Sequence} of the log could not be restored: {Error}", header.Sequence, error.Message);
        }
    }

    void ApplyRecord(LogRecordHeader header, ReadOnlyMemory<byte> body, Dictionary<uint, BucketDefinition> definitions)
    {
        switch (header.Kind)
        {
            case LogRecordKind.Definition when BucketDefinition.TryRead(body.Span, out var definition):
                definitions[definition.BucketLogId] = definition;
                break;
            case LogRecordKind.Batch:
                ApplyBatch(header, body.Span, definitions);
                break;
            case LogRecordKind.Carry when CarryRecord.TryRead(body.Span, out var carry) && Find(carry.Section.BucketLogId, header, definitions) is { } carrier:
                ApplyCarry(carrier, carry, header);
                break;
            case LogRecordKind.Create when CreateRecord.TryRead(body.Span, out var create) && Find(create.BucketLogId, header, definitions) is { } created:
                ReplayCheck.Year(create.Year);
                Apply(created, new SectionHeader(create.BucketLogId, create.Year, sizeof(int), 0), [], PlaceOf(header));
                break;
            case LogRecordKind.Destroy when IsSafePath(Encoding.UTF8.GetString(body.Span)):
                new DestroyOperation(Encoding.UTF8.GetString(body.Span), catalog, pending) { Place = PlaceOf(header) }.Apply();
                _prepared.Clear();
                break;
            case LogRecordKind.Blocks when BlocksRecord.TryRead(body.Span, out var blocks) && Find(blocks.BucketLogId, header, definitions) is { } bucket:
                ReplayCheck.References(bucket, blocks);
                if (!_plan.IsVoid(bucket.Key, blocks.Year) && bucket.TryGetYear(blocks.Year, out var file) && IsRestorable(bucket, file))
                    BlocksOperation.WriteReferences(file, blocks.References, applier, PlaceOf(header));
                break;
        }
    }

    void ApplyBatch(LogRecordHeader header, ReadOnlySpan<byte> body, Dictionary<uint, BucketDefinition> definitions)
    {
        while (SectionHeader.TryRead(body, out var section))
        {
            var payload = body.Slice(SectionHeader.Size, (int)section.PayloadBytes);
            body = body[(SectionHeader.Size + (int)section.PayloadBytes)..];
            try
            {
                if (Find(section.BucketLogId, header, definitions) is { } bucket)
                    ApplySection(bucket, section, payload, header);
            }
            catch (MarketStoreException error)
            {
                _unrestored.Add(definitions[section.BucketLogId].Key);
                context.Logger.LogError("rows of {Key}, {Year}, in the log could not be restored: {Error}", definitions[section.BucketLogId].Key, section.Year, error.Message);
            }
        }
    }

    void ApplySection(Bucket bucket, SectionHeader section, ReadOnlySpan<byte> payload, LogRecordHeader header)
    {
        if (!SectionApplier.Fits(bucket.Schema, section))
            throw new MarketStoreException(ErrorKind.DamagedFile, "the rows in the log do not fit the bucket's columns");
        ReplayCheck.Rows(bucket, section, payload);
        var covered = bucket.Schema.RecordType == RecordType.Variable ? _plan.CoveredSlots(bucket.Key, section.Year) : null;
        Apply(bucket, section, covered is null ? payload : Uncovered(payload, section.RowBytes, covered, header.Sequence), PlaceOf(header));
    }

    /// <summary>Carried rows arrived before those of the batches around the record.</summary>
    void ApplyCarry(Bucket bucket, CarryRecord carry, LogRecordHeader header)
    {
        // The batches themselves are all in the log when the bucket is removed on the way: see ReplayPlan.IsRemoved.
        if (_plan.IsVoid(bucket.Key, carry.Section.Year) || !bucket.TryGetYear(carry.Section.Year, out var file) || !IsRestorable(bucket, file))
            return;
        if (bucket.Schema.RecordType != RecordType.Variable || !SectionApplier.Fits(bucket.Schema, carry.Section))
            throw new MarketStoreException(ErrorKind.DamagedFile, "the rows in the log do not fit the bucket's columns");
        ReplayCheck.Rows(bucket, carry.Section, carry.Rows);
        var covered = _plan.CoveredSlots(bucket.Key, carry.Section.Year);
        var rows = covered is null ? carry.Rows : Uncovered(carry.Rows, carry.Section.RowBytes, covered, header.Sequence);
        applier.PrependVariable(bucket, file, rows, header.Sequence);
    }

    static HashSet<uint> SlotsOf(CarryRecord carry)
    {
        var slots = new HashSet<uint>();
        for (var rows = carry.Rows; rows.Length >= carry.Section.RowBytes; rows = rows[carry.Section.RowBytes..])
            slots.Add(BinaryPrimitives.ReadUInt32LittleEndian(rows));
        return slots;
    }

    /// <summary>The rows that no block holds yet.</summary>
    static byte[] Uncovered(ReadOnlySpan<byte> rows, int rowBytes, IReadOnlyDictionary<uint, ulong> covered, ulong sequence)
    {
        var kept = new List<byte>(rows.Length);
        for (; rows.Length >= rowBytes; rows = rows[rowBytes..])
        {
            if (!covered.TryGetValue(BinaryPrimitives.ReadUInt32LittleEndian(rows), out var through) || through < sequence)
                kept.AddRange(rows[..rowBytes]);
        }

        return [.. kept];
    }

    /// <summary>The bucket that a record is about, made anew if its files are missing. Null when it was removed later, or is not defined.</summary>
    Bucket? Find(uint bucketLogId, LogRecordHeader header, Dictionary<uint, BucketDefinition> definitions)
    {
        if (!definitions.TryGetValue(bucketLogId, out var definition) || _plan.IsRemovedAfter(definition.Key, header.Sequence))
            return null;
        ReplayCheck.Definition(definition);
        pending.EnsureRemoved(definition.Key, applier);
        if (!catalog.TryGetKnown(definition.Key, out var bucket))
        {
            bucket = catalog.AddFound(definition.Key);
            bucket?.Announce(new BucketSchema(bucket.Timeframe, definition.RecordType, definition.Columns, definition.Description));
        }

        if (bucket is not null && _prepared.Add(bucket.Key))
            Prepare(bucket, definition);
        return bucket;
    }

    /// <summary>False for a file that was damaged since; what the log has for it is kept aside.</summary>
    bool IsRestorable(Bucket bucket, YearFile file)
    {
        if (file.IsUsable())
            return true;
        _unrestored.Add(bucket.Key);
        return false;
    }

    LogPlace PlaceOf(LogRecordHeader header) => new(_segment, header.Sequence);

    /// <summary>
    /// A crash may have left year files without a header, and directories without their category. What it did leave, nobody may have flushed:
    /// the log goes with the first checkpoint, which therefore flushes all of it.
    /// </summary>
    void Prepare(Bucket bucket, BucketDefinition definition)
    {
        catalog.MarkDirty(bucket);
        var schema = new BucketSchema(bucket.Timeframe, definition.RecordType, definition.Columns, definition.Description);
        foreach (var file in bucket.Years)
            context.Dirty.Files.Add(file);
        try
        {
            catalog.CompleteFiles(bucket, schema, writesAgain: true);
            foreach (var file in bucket.Years)
                file.WriteHeaderAgain(schema);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What the log has for the bucket waits until its files can be made whole.
            _incomplete.Add(bucket.Key);
            pending.Report(bucket, error);
        }
    }

    void Apply(Bucket bucket, SectionHeader section, ReadOnlySpan<byte> rows, LogPlace place)
    {
        if (_incomplete.Contains(bucket.Key))
            pending.Add(bucket, new(place, null, section, rows.ToArray()));
        else
            applier.ApplyOne(bucket, section, rows, place);
    }

    static bool IsSafePath(string path) => path.Split('/') is { Length: >= 1 and <= 3 } items && items.All(item => TimeBucketKey.FindFault(item) is null);

    string PathOf(ulong segment) => Path.Combine(_root, LogFiles.NameOf(segment));
}
