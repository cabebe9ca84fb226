using System.Buffers.Binary;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
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
        var chain = SegmentChain.Read(context.Disk, _root);
        LastSegment = chain.Segments is [.., var last] ? last : 0;
        chain.Secure();
        foreach (var segment in chain.Segments)
            Learn(chain, segment);
        foreach (var (key, year, end) in _plan.BlockEnds)
        {
            if (!HasBlocks(key, year, end))
                _plan.AddLost(key, year);
        }

        foreach (var segment in chain.Segments)
            Restore(chain, segment);
        if (RecordCount == 0)
            return;
        // It may have been written for a bucket that is no more, and is taken for durable from now on.
        context.Dirty.NewFiles.Add(Path.Combine(_root, BucketCatalog.CategoryFileName));
        context.Dirty.Directories.Add(_root);
        context.Logger.LogInformation("replayed {Records} records of {Segments} log segments", RecordCount, chain.Segments.Count);
    }

    void Learn(SegmentChain chain, ulong segment)
    {
        var definitions = new Dictionary<uint, BucketDefinition>();
        using var reader = chain.TryOpen(segment);
        while (reader?.TryReadNext() == true)
            Plan(reader.Record, reader.Body, definitions);
    }

    void Restore(SegmentChain chain, ulong segment)
    {
        var definitions = new Dictionary<uint, BucketDefinition>();
        var damaged = new DamagedSegments(context, chain);
        var path = chain.PathOf(segment);
        _segment = segment;
        _unrestored.Clear();
        using var reader = chain.TryOpen(segment);
        if (reader is null)
        {
            // Without contents its header never reached the disk, and nothing in it was acknowledged.
            if (damaged.HasContents(segment))
                context.Logger.LogError("log segment {Segment} has no sound header at offset 0; it is set aside as {Name}", path, damaged.CopyAside(segment));
            return;
        }

        while (reader.TryReadNext())
            Apply(reader.Record, reader.Body, definitions);
        if (_unrestored.Count > 0)
            context.Logger.LogError("log segment {Segment} is set aside as {Name}: not all of its rows could be restored. Buckets: {Buckets}", path, damaged.CopyAside(segment), string.Join(", ", _unrestored.Take(20)));
        if (reader.Position >= reader.Length || !reader.EndsInDamage())
            return;
        context.Logger.LogError(
            "log segment {Segment} is damaged from offset {Offset} on. What comes before is restored, the segment is set aside as {Name}. Buckets known to be in it: {Buckets}",
            path, reader.Position, damaged.CopyAside(segment), string.Join(", ", definitions.Values.Select(definition => definition.Key.ToString()).Distinct().Take(20)));
    }

    void Plan(LogRecordHeader header, ReadOnlyMemory<byte> body, Dictionary<uint, BucketDefinition> definitions)
    {
        LastSequence = Math.Max(LastSequence, header.Sequence);
        switch (header.Kind)
        {
            case LogRecordKind.Definition when BucketDefinition.TryRead(body.Span, out var definition):
                definitions[definition.BucketLogId] = definition;
                break;
            case LogRecordKind.Destroy when DestroyRecord.TryRead(body.Span, out var path):
                _plan.AddRemoval(path, header.Sequence);
                break;
            case LogRecordKind.Blocks when BlocksRecord.TryRead(body.Span, out var blocks) && definitions.TryGetValue(blocks.BucketLogId, out var owner):
                _plan.AddBlocks(owner.Key, blocks);
                break;
            case LogRecordKind.Delete when DeleteRecord.TryRead(body.Span, out var delete) && definitions.TryGetValue(delete.BucketLogId, out var emptied):
                _plan.AddDeletion(emptied.Key, delete);
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
            case LogRecordKind.Batch or LogRecordKind.QuietBatch:
                ApplyBatch(header, body.Span, definitions);
                break;
            case LogRecordKind.Carry when CarryRecord.TryRead(body.Span, out var carry) && Find(carry.Section.BucketLogId, header, definitions) is { } carrier:
                ApplyCarry(carrier, carry, header);
                break;
            case LogRecordKind.Create when CreateRecord.TryRead(body.Span, out var create) && Find(create.BucketLogId, header, definitions) is { } created:
                ReplayCheck.Year(create.Year);
                Apply(created, new SectionHeader(create.BucketLogId, create.Year, sizeof(int), 0), [], PlaceOf(header), origin: null);
                break;
            case LogRecordKind.Delete when DeleteRecord.TryRead(body.Span, out var delete) && Find(delete.BucketLogId, header, definitions) is { } emptied:
                foreach (var part in delete.Parts)
                    ApplyDeletion(emptied, part, header);
                break;
            case LogRecordKind.Destroy when DestroyRecord.TryRead(body.Span, out var path):
                new DestroyOperation(path, catalog, pending) { Place = PlaceOf(header) }.Apply();
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
        while (SectionHeader.TryTake(ref body, out var section, out var payload))
        {
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
        var origin = header.Kind == LogRecordKind.QuietBatch ? ChangeFeed.Quiet : null;
        Apply(bucket, section, covered is null ? payload : Uncovered(payload, section.RowBytes, covered, header.Sequence), PlaceOf(header), origin);
        // Whoever listened before the crash may not have been done with them.
        if (section.RowCount > 0 && origin is null)
            context.Feed.AddMissed(SectionRows.RangeOf(bucket, section, payload));
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

    /// <summary>Records are applied in order, so that what is emptied here is what came before.</summary>
    void ApplyDeletion(Bucket bucket, DeletedPart part, LogRecordHeader header)
    {
        if (bucket.TryGetYear(part.Year, out var file) && !IsRestorable(bucket, file))
            return;
        ReplayCheck.Deletion(bucket, part);
        var covered = _plan.CoveredSlots(bucket.Key, part.Year);
        var stays = covered is null || part.Rows.Length == 0 ? part.Rows : Uncovered(part.Rows, part.RowBytes, covered, header.Sequence);
        applier.Delete(bucket, part, stays, PlaceOf(header), isReplay: true);
        context.Feed.AddMissed(ChangeFeed.RangeOf(bucket, part));
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
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What the log has for the bucket waits until its files can be made whole.
            _incomplete.Add(bucket.Key);
            pending.Report(bucket, error);
        }
    }

    void Apply(Bucket bucket, SectionHeader section, ReadOnlySpan<byte> rows, LogPlace place, object? origin)
    {
        if (_incomplete.Contains(bucket.Key))
            pending.Add(bucket, new(place, null, section, rows.ToArray()) { Origin = origin });
        else
            applier.ApplyOne(bucket, section, rows, place, origin);
    }
}
