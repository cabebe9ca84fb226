using MarketStore.Storage.Disk;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over a segment of our log: its checksums, and whether sound records make sense. A torn end is what a crash leaves, and no damage.</summary>
internal sealed class LogScrub(IDisk disk, SegmentChain chain, ScrubTally tally)
{
    readonly HashSet<uint> _defined = [];

    public void Check(ulong segment, CancellationToken cancellationToken)
    {
        var path = chain.PathOf(segment);
        using var reader = chain.TryOpen(segment);
        if (reader is null)
        {
            using var file = disk.Open(path, DiskOpenMode.Read);
            if (file.Length > SegmentHeader.Size)
                tally.Add(ScrubFault.LogSegment, path, 0, null, "it has no sound header");
            return;
        }

        ulong last = 0;
        for (var offset = reader.Position; reader.TryReadNext(); offset = reader.Position)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.LogRecords++;
            if (FindFault(reader.Record.Kind, reader.Body.Span) is { } fault)
                tally.Add(ScrubFault.LogRecord, path, offset, null, fault);
            if (reader.Record.Sequence < reader.Header.FirstSequence || reader.Record.Sequence <= last)
                tally.Add(ScrubFault.LogRecord, path, offset, null, $"its sequence number {reader.Record.Sequence} does not follow {Math.Max(last, reader.Header.FirstSequence)}");
            last = reader.Record.Sequence;
        }

        if (reader.Position < reader.Length && reader.EndsInDamage())
            tally.Add(ScrubFault.LogSegment, path, reader.Position, null, "it is damaged from here on");
    }

    string? FindFault(LogRecordKind kind, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case LogRecordKind.Definition:
                if (!BucketDefinition.TryRead(body, out var definition))
                    return "it is no definition of a bucket";
                _defined.Add(definition.BucketLogId);
                return null;
            case LogRecordKind.Batch:
                return FindFaultOfBatch(body);
            case LogRecordKind.Create:
                return CreateRecord.TryRead(body, out var create) ? Undefined(create.BucketLogId) : "it is no creation of a bucket";
            case LogRecordKind.Destroy:
                return DestroyRecord.TryRead(body, out _) ? null : "it removes what is no path";
            case LogRecordKind.Blocks:
                return BlocksRecord.TryRead(body, out var blocks) ? Undefined(blocks.BucketLogId) : "it says nothing of blocks";
            case LogRecordKind.Carry:
                return CarryRecord.TryRead(body, out var carry) ? Undefined(carry.Section.BucketLogId) : "it carries no rows";
            default:
                return $"its kind {(byte)kind} is unknown";
        }
    }

    string? FindFaultOfBatch(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (!SectionHeader.TryTake(ref body, out var section, out _))
                return "a section of its batch is cut short";
            if (Undefined(section.BucketLogId) is { } fault)
                return fault;
        }

        return null;
    }

    string? Undefined(uint bucket) => _defined.Contains(bucket) ? null : $"bucket {bucket} is not defined before it";
}
