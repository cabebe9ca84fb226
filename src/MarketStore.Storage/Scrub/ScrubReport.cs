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

    /// <summary>Findings that no repair took away.</summary>
    public long LeftCount => FindingCount - Findings.Count(finding => finding.IsRepaired);

    /// <summary>What is no damage and worth knowing, in the order of the paths.</summary>
    public IReadOnlyList<ScrubNotice> Notices { get; init; } = [];

    /// <summary>What was repaired, or refused, when repairs were asked for.</summary>
    public IReadOnlyList<ScrubRepair> Repairs { get; init; } = [];

    /// <summary>Bytes behind the slots of variable year files that no slot points to: blocks that newer ones replaced.</summary>
    public long FreeBytes { get; init; }

    /// <summary>Of these the bytes that still take room on the disk; the rest are holes.</summary>
    public long StoredFreeBytes { get; init; }

    /// <summary>True when a server held the directory meanwhile: findings may be of writes that were under way.</summary>
    public bool IsBesideServer { get; init; }
}
