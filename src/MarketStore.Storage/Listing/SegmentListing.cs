using System.Globalization;
using MarketStore.Core.Types;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Listing;

/// <summary>Shows the records of one segment of our log, and what is wrong with them. Memory is that of one record.</summary>
internal sealed class SegmentListing(LogSegmentReader reader, Action<LogEntry> show)
{
    /// <summary>A segment that is damaged all over is not worth more, and looking for the next sound record takes a while.</summary>
    const int MaxDamages = 100;

    readonly Dictionary<uint, string> _buckets = [];
    ulong _lastSequence;

    /// <param name="readsPastDamage">False to end where a start does.</param>
    public void Run(bool readsPastDamage, CancellationToken cancellationToken)
    {
        for (var damages = 0; ; damages++)
        {
            for (var offset = reader.Position; reader.TryReadNext(); offset = reader.Position)
            {
                cancellationToken.ThrowIfCancellationRequested();
                show(Describe(reader.Record, reader.Body.Span, offset) with { IsReached = damages == 0 });
            }

            if (reader.Position >= reader.Length || !ShowBreak(damages) || !readsPastDamage)
                return;
        }
    }

    /// <summary>Shows what stands where no sound record is. Returns true when another one follows, which is then the next.</summary>
    bool ShowBreak(int damages)
    {
        var offset = reader.Position;
        if (!reader.EndsInDamage())
        {
            show(new(LogEntryKind.Torn, offset, reader.Length - offset) { Text = "the end of a write that a crash cut short; nobody was told that it was done" });
            return false;
        }

        var next = damages < MaxDamages - 1 ? reader.FindLaterRecord() : null;
        show(new(LogEntryKind.Damage, offset, (next ?? reader.Length) - offset)
        {
            Fault = "it is damaged from here on" + (next is { } later ? $", up to a sound record at {later.ToString(CultureInfo.InvariantCulture)}" : ""),
        });
        if (next is { } position)
            reader.SkipTo(position);
        return next is not null;
    }

    LogEntry Describe(LogRecordHeader record, ReadOnlySpan<byte> body, long offset)
    {
        var entry = DescribeBody(new(KindOf(record.Kind), offset, LogRecordHeader.Size + record.BodyBytes) { Sequence = record.Sequence }, record.Kind, body);
        if (record.Sequence < reader.Header.FirstSequence || record.Sequence <= _lastSequence)
            entry = entry with { Fault = entry.Fault ?? $"its sequence number {record.Sequence} does not follow {Math.Max(_lastSequence, reader.Header.FirstSequence)}" };
        _lastSequence = record.Sequence;
        return entry;
    }

    LogEntry DescribeBody(LogEntry entry, LogRecordKind kind, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case LogRecordKind.Definition:
                return BucketDefinition.TryRead(body, out var definition) ? Define(entry, definition) : entry with { Fault = "it is no definition of a bucket" };
            case LogRecordKind.Batch:
                return DescribeBatch(entry, body);
            case LogRecordKind.QuietBatch:
                return DescribeBatch(entry, body) with { Text = "triggers do not hear of it" };
            case LogRecordKind.Create:
                return CreateRecord.TryRead(body, out var create) ? Of(entry, create.BucketLogId, create.Year, 0, 0) : entry with { Fault = "it is no creation of a bucket" };
            case LogRecordKind.Destroy:
                return DestroyRecord.TryRead(body, out var path) ? entry with { Text = path } : entry with { Fault = "it removes what is no path" };
            case LogRecordKind.Blocks:
                return BlocksRecord.TryRead(body, out var blocks)
                    ? Of(entry, blocks.BucketLogId, blocks.Year, blocks.References.Count, blocks.References.Sum(reference => reference.Length)) with { Text = Covers(blocks.CoveredSequence) }
                    : entry with { Fault = "it says nothing of blocks" };
            case LogRecordKind.Carry:
                return CarryRecord.TryRead(body, out var carry)
                    ? Of(entry, carry.Section.BucketLogId, carry.Section.Year, carry.Section.RowCount, carry.Rows.Length) with { Text = Covers(carry.CoveredSequence) }
                    : entry with { Fault = "it carries no rows" };
            case LogRecordKind.Delete:
                return DeleteRecord.TryRead(body, out var delete) ? DescribeDeletion(entry, delete) : entry with { Fault = "it deletes what makes no sense" };
            default:
                return entry with { Fault = $"its kind {(byte)kind} is unknown" };
        }
    }

    LogEntry Define(LogEntry entry, BucketDefinition definition)
    {
        var key = definition.Key.ToString();
        _buckets[definition.BucketLogId] = key;
        var parts = new LogPartTally();
        parts.Add(key, null, 0, 0);
        var recordType = definition.RecordType == RecordType.Fixed ? "fixed" : "variable";
        return parts.AddTo(entry) with { Text = $"bucket {definition.BucketLogId}, {recordType}, {DataShapes.Describe(definition.Columns)}" };
    }

    LogEntry DescribeBatch(LogEntry entry, ReadOnlySpan<byte> body)
    {
        var parts = new LogPartTally();
        string? fault = null;
        while (!body.IsEmpty && fault is null)
        {
            if (SectionHeader.TryTake(ref body, out var section, out var rows))
                parts.Add(NameOf(section.BucketLogId, ref fault), section.Year, section.RowCount, rows.Length);
            else
                fault = "a section of its batch is cut short";
        }

        return parts.AddTo(entry) with { Fault = fault };
    }

    LogEntry DescribeDeletion(LogEntry entry, DeleteRecord delete)
    {
        var parts = new LogPartTally();
        string? fault = null;
        var bucket = NameOf(delete.BucketLogId, ref fault);
        foreach (var part in delete.Parts)
            parts.Add(bucket, part.Year, part.RowBytes == 0 ? 0 : part.Rows.Length / part.RowBytes, part.Rows.Length);
        var slots = string.Join(", ", delete.Parts.Take(LogEntry.MaxParts).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.First} to {part.Last} of {part.Year}")));
        return parts.AddTo(entry) with { Fault = fault, Text = $"empties the slots {slots}; the rows are ticks that stay in them" };
    }

    LogEntry Of(LogEntry entry, uint bucket, int year, long rows, long bytes)
    {
        var parts = new LogPartTally();
        string? fault = null;
        parts.Add(NameOf(bucket, ref fault), year, rows, bytes);
        return parts.AddTo(entry) with { Fault = fault };
    }

    string NameOf(uint bucket, ref string? fault)
    {
        if (_buckets.TryGetValue(bucket, out var key))
            return key;
        fault ??= $"bucket {bucket} is not defined before it";
        return $"bucket {bucket}";
    }

    static string Covers(ulong sequence) => $"stands for batches up to {sequence}";

    static LogEntryKind KindOf(LogRecordKind kind) => kind switch
    {
        LogRecordKind.Definition => LogEntryKind.Definition,
        LogRecordKind.Batch or LogRecordKind.QuietBatch => LogEntryKind.Batch,
        LogRecordKind.Create => LogEntryKind.Create,
        LogRecordKind.Destroy => LogEntryKind.Destroy,
        LogRecordKind.Blocks => LogEntryKind.Blocks,
        LogRecordKind.Carry => LogEntryKind.Carry,
        LogRecordKind.Delete => LogEntryKind.Delete,
        _ => LogEntryKind.Unknown,
    };
}
