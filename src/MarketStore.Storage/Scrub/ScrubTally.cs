namespace MarketStore.Storage.Scrub;

/// <summary>Gathers what a scrub finds and counts what it has looked at. One thread.</summary>
internal sealed class ScrubTally
{
    readonly List<ScrubFinding> _findings = [];
    readonly List<ScrubNotice> _notices = [];
    readonly List<DueRepair> _dueRepairs = [];
    string _lastPath = "";
    int _ofLastPath;

    public long Buckets { get; set; }

    public long YearFiles { get; set; }

    public long Slots { get; set; }

    public long Blocks { get; set; }

    public long LogRecords { get; set; }

    /// <summary>Transaction groups of the Go server that no checkpoint covers.</summary>
    public long PendingGroups { get; set; }

    public long FreeBytes { get; set; }

    public long StoredFreeBytes { get; set; }

    public long FindingCount { get; private set; }

    public IReadOnlyList<DueRepair> DueRepairs => _dueRepairs;

    public void Add(ScrubFault fault, string path, long? offset, long? slot, string text)
    {
        FindingCount++;
        (_lastPath, _ofLastPath) = (path, path == _lastPath ? _ofLastPath + 1 : 1);
        if (_ofLastPath <= Scrubber.MaxFindingsPerFile)
            _findings.Add(new(fault, path, offset, slot, text));
    }

    public void AddNotice(string path, string text) => _notices.Add(new(path, text));

    public void AddRepair(DueRepair repair) => _dueRepairs.Add(repair);

    /// <summary>Runs a check. What the disk refuses to show is a finding, and the rest is looked at all the same.</summary>
    public void Guard(string path, Action check)
    {
        try
        {
            check();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Add(ScrubFault.Unreadable, path, null, null, error.Message);
        }
    }

    /// <summary>Takes over what another one has gathered of other files.</summary>
    public void Include(ScrubTally other)
    {
        _findings.AddRange(other._findings);
        _notices.AddRange(other._notices);
        _dueRepairs.AddRange(other._dueRepairs);
        FindingCount += other.FindingCount;
        Buckets += other.Buckets;
        YearFiles += other.YearFiles;
        Slots += other.Slots;
        Blocks += other.Blocks;
        LogRecords += other.LogRecords;
        FreeBytes += other.FreeBytes;
        StoredFreeBytes += other.StoredFreeBytes;
    }

    public ScrubReport ToReport(IReadOnlyList<ScrubRepair> repairs, bool isBesideServer)
    {
        var done = repairs.Where(repair => repair.IsDone).Select(repair => repair.Path).ToHashSet(StringComparer.Ordinal);
        var repairable = _dueRepairs.ToDictionary(due => (due.Fault, due.Path));
        var findings = _findings
            .Select(finding => repairable.ContainsKey((finding.Fault, finding.Path)) ? finding with { IsRepairable = true, IsRepaired = done.Contains(finding.Path) } : finding)
            .OrderBy(finding => finding.Path, StringComparer.Ordinal).ToList();
        return new(findings, FindingCount, Buckets, YearFiles, Slots, Blocks, LogRecords)
        {
            Notices = [.. _notices.OrderBy(notice => notice.Path, StringComparer.Ordinal)],
            Repairs = repairs,
            FreeBytes = FreeBytes,
            StoredFreeBytes = StoredFreeBytes,
            IsBesideServer = isBesideServer,
        };
    }
}
