using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>The scans under way in one bucket. They begin, and writes tell them what they are about to change, under the bucket's lock; they end at any time.</summary>
internal sealed class OpenScans
{
    readonly Lock _gate = new();
    readonly List<ScanSnapshot> _scans = [];
    volatile int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>True when a scan that began at or before a ticket is still under way.</summary>
    public bool HasAny(long ticket)
    {
        lock (_gate)
            return _scans.Exists(scan => scan.Ticket <= ticket);
    }

    public void Add(ScanSnapshot scan)
    {
        lock (_gate)
        {
            _scans.Add(scan);
            _count = _scans.Count;
        }
    }

    public void Remove(ScanSnapshot scan)
    {
        lock (_gate)
        {
            _scans.Remove(scan);
            _count = _scans.Count;
        }
    }

    /// <summary>Before slots are written over: the scans keep what they hold now.</summary>
    /// <param name="slots">The slots as they are, one behind the other; empty when none of them is in use.</param>
    public void Keep(YearFile file, long firstIndex, int count, byte[] slots)
    {
        lock (_gate)
        {
            foreach (var scan in _scans)
                scan.Keep(file, firstIndex, count, slots);
        }
    }
}
