using MarketStore.Storage.Disk;
using MarketStore.Storage.Listing;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over a segment of our log: its checksums, and whether sound records make sense. A torn end is what a crash leaves, and no damage.</summary>
internal sealed class LogScrub(IDisk disk, SegmentChain chain, ScrubTally tally)
{
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

        new SegmentListing(reader, entry => Add(path, entry)).Run(readsPastDamage: false, cancellationToken);
    }

    void Add(string path, LogEntry entry)
    {
        if (entry.Kind is not (LogEntryKind.Damage or LogEntryKind.Torn))
            tally.LogRecords++;
        if (entry.Fault is { } fault)
            tally.Add(entry.Kind == LogEntryKind.Damage ? ScrubFault.LogSegment : ScrubFault.LogRecord, path, entry.Offset, null, fault);
    }
}
