namespace MarketStore.Storage.Scrub;

/// <summary>What a look over a data directory found.</summary>
/// <param name="Findings">In the order of the paths; of one file at most <see cref="Scrubber.MaxFindingsPerFile"/>.</param>
/// <param name="FindingCount">All findings, those beyond that bound included.</param>
/// <param name="Buckets">Buckets looked at.</param>
/// <param name="YearFiles">Year files looked at.</param>
/// <param name="Slots">Slots in use.</param>
/// <param name="Blocks">Blocks of variable rows that were decoded.</param>
/// <param name="LogRecords">Sound records of our log. If there are any the directory was not stopped cleanly, and a start may still complete files that are short.</param>
public sealed record ScrubReport(IReadOnlyList<ScrubFinding> Findings, long FindingCount, long Buckets, long YearFiles, long Slots, long Blocks, long LogRecords)
{
    public bool IsClean => FindingCount == 0;
}
