namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>Who was told what and when, during one life of the store: from it follows what may be there after a cut.</summary>
sealed class Ledger
{
    readonly StoreVersion _start;
    readonly List<LedgerEntry> _entries = [];
    readonly List<(int Moment, int Entries)> _covered = [];

    /// <param name="start">What the store held when the life began.</param>
    public Ledger(StoreVersion start) => (_start, Current) = (start, start);

    public List<LedgerEntry> Entries => _entries;

    public StoreVersion Current { get; private set; }

    public void Submit(LedgerEntry entry)
    {
        _entries.Add(entry);
        Current = entry.After;
    }

    /// <summary>The last entry was refused: the store is as it was before.</summary>
    public void Refuse(LedgerEntry entry, StoreVersion before, int moment)
    {
        (entry.IsRefused, entry.Answered) = (true, moment);
        Current = before;
    }

    /// <summary>From a moment on, everything that was acknowledged before so many entries lies in the files, durable: a checkpoint that began after them has ended.</summary>
    public void Cover(int entries, int moment) => _covered.Add((moment, entries));

    /// <summary>True when a checkpoint has ended in this life: what was there when it began lies in the files, whole.</summary>
    public bool IsCoveredAt(int moment) => _covered.Exists(covered => covered.Moment <= moment);

    /// <summary>Entries that were carried out, and of which the client knew so, at a moment.</summary>
    public int AcknowledgedAt(int moment) => _entries.Count(entry => !entry.IsRefused && entry.Answered <= moment);

    /// <summary>The states that a cut at a moment may leave when nothing acknowledged may be lost: the last acknowledged one, the last first those after it that were under way.</summary>
    public List<StoreVersion> AllowedAt(int moment)
    {
        var allowed = new List<StoreVersion> { StateAt(moment, out var next) };
        for (; next < _entries.Count && _entries[next].Submitted < moment; next++)
        {
            if (!_entries[next].IsRefused || _entries[next].Answered > moment)
                allowed.Add(_entries[next].After);
        }

        allowed.Reverse();
        return allowed;
    }

    /// <summary>For settings that flush late: the state that must be there at least, and all entries that may be there beyond it.</summary>
    public (StoreVersion Durable, List<LedgerEntry> Open) CoveredAt(int moment)
    {
        var entries = CoveredEntriesAt(moment);
        var state = entries == 0 ? _start : _entries.Take(entries).LastOrDefault(entry => !entry.IsRefused)?.After ?? _start;
        return (state, [.. _entries.Skip(entries).Where(entry => entry.Submitted < moment && !(entry.IsRefused && entry.Answered <= moment))]);
    }

    /// <summary>How many of the entries lie in the files at a moment, durable.</summary>
    public int CoveredEntriesAt(int moment) => _covered.Where(covered => covered.Moment <= moment).Select(covered => covered.Entries).DefaultIfEmpty(0).Max();

    StoreVersion StateAt(int moment, out int next)
    {
        var state = _start;
        next = 0;
        for (var position = 0; position < _entries.Count; position++)
        {
            if (_entries[position].Answered > moment)
                continue;
            next = position + 1;
            if (!_entries[position].IsRefused)
                state = _entries[position].After;
        }

        return state;
    }
}
