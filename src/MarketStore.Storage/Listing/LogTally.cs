namespace MarketStore.Storage.Listing;

/// <summary>Passes the entries of a log on and counts them.</summary>
internal sealed class LogTally(Action<LogEntry> show)
{
    long _records;
    long _writes;
    long _rows;
    bool _isTorn;

    public long Faults { get; private set; }

    public void Add(LogEntry entry)
    {
        show(entry);
        if (entry.Fault is not null)
            Faults++;
        _isTorn |= entry.Kind == LogEntryKind.Torn;
        if (!entry.IsReached || entry.Fault is not null || entry.Kind is LogEntryKind.Segment or LogEntryKind.Stray or LogEntryKind.Damage or LogEntryKind.Torn or LogEntryKind.Refused)
            return;
        _records++;
        if (entry.Kind is not (LogEntryKind.Batch or LogEntryKind.Group))
            return;
        _writes++;
        _rows += entry.RowCount;
    }

    public LogSummary ToSummary(LogFormat format, long fileBytes, long? pendingGroups = null) => new(format, fileBytes, _records, _writes, _rows, Faults, pendingGroups, _isTorn);
}
