namespace MarketStore.Storage;

/// <summary>Counts what scans read, in use or not. Any number of threads may share one.</summary>
public sealed class ScanCounter
{
    long _slotsRead;

    /// <summary>Slots of year files of fixed records; of variable records, those whose blocks or rows were looked at.</summary>
    public long SlotsRead => Interlocked.Read(ref _slotsRead);

    internal void Add(long slots) => Interlocked.Add(ref _slotsRead, slots);
}
