namespace MarketStore.Storage.Scrub;

/// <summary>Gathers what a scrub finds and counts what it has looked at. One thread.</summary>
internal sealed class ScrubTally
{
    readonly List<ScrubFinding> _findings = [];
    string _lastPath = "";
    int _ofLastPath;

    public long Buckets { get; set; }

    public long YearFiles { get; set; }

    public long Slots { get; set; }

    public long Blocks { get; set; }

    public long LogRecords { get; set; }

    public long FindingCount { get; private set; }

    public void Add(ScrubFault fault, string path, long? offset, long? slot, string text)
    {
        FindingCount++;
        (_lastPath, _ofLastPath) = (path, path == _lastPath ? _ofLastPath + 1 : 1);
        if (_ofLastPath <= Scrubber.MaxFindingsPerFile)
            _findings.Add(new(fault, path, offset, slot, text));
    }

    public ScrubReport ToReport() => new(_findings, FindingCount, Buckets, YearFiles, Slots, Blocks, LogRecords);
}
