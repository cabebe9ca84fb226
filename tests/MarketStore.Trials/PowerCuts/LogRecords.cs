using System.Buffers.Binary;
using MarketStore.Trials.PowerCuts.Simulation;

namespace MarketStore.Trials.PowerCuts;

/// <summary>Counts what was written to the log, by docs/wal.md: a trial of checkpoints in which none carried or merged anything would prove little.</summary>
static class LogRecords
{
    const int HeaderBytes = 40;

    static ReadOnlySpan<byte> Magic => "MSRC"u8;

    public static void Count(IEnumerable<DiskChange> changes, TrialTally tally)
    {
        foreach (var written in changes.OfType<ContentWritten>())
        {
            for (var rest = written.Bytes.AsSpan(); rest.Length >= HeaderBytes && rest.StartsWith(Magic); rest = rest[(HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(rest[8..]))..])
                tally.Add(rest[4] switch { 2 => "records of batches", 5 => "records of blocks", 6 => "records of carried rows", _ => "other records" });
        }
    }
}
