namespace MarketStore.Storage.Listing;

/// <summary>Gathers what one entry says of its buckets and years.</summary>
internal sealed class LogPartTally
{
    readonly Dictionary<(string Bucket, int? Year), int> _places = [];
    readonly List<LogPart> _parts = [];

    public IReadOnlyList<LogPart> Parts => _parts;

    public long PartCount { get; private set; }

    public long RowCount { get; private set; }

    public void Add(string bucket, int? year, long rows, long bytes)
    {
        RowCount += rows;
        if (_places.TryGetValue((bucket, year), out var place))
        {
            _parts[place] = _parts[place] with { Rows = _parts[place].Rows + rows, Bytes = _parts[place].Bytes + bytes };
            return;
        }

        // Beyond the bound what comes twice is counted twice: remembering all would take memory without one.
        PartCount++;
        if (_parts.Count == LogEntry.MaxParts)
            return;
        _places.Add((bucket, year), _parts.Count);
        _parts.Add(new(bucket, year, rows, bytes));
    }

    public LogEntry AddTo(LogEntry entry) => entry with { Parts = _parts, PartCount = PartCount, RowCount = RowCount };
}
