using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts.Listening;

/// <summary>What listeners were told in one life of the store, and what follows for the next: all that is there and was not done with must be told again.</summary>
sealed class ChangeBook
{
    readonly List<Page> _pages = [];
    LifeListener? _listener;

    /// <summary>The first process of the life has begun.</summary>
    /// <param name="due">What the life before left to be told again.</param>
    /// <exception cref="TrialFailedException">It was not.</exception>
    public void Begin(LifeListener listener, IReadOnlyList<ChangedRange> due, int moment)
    {
        foreach (var range in due)
            _pages.Add(new(new(range, null), Entry: -1, Order: -1, Moment: 0));
        GoOn(listener, entries: 0, moment);
    }

    /// <summary>Another process has begun in the same life. Returns how much its listener had to be told of.</summary>
    /// <exception cref="TrialFailedException">Its listener was not told of all that is there and was not done.</exception>
    public int GoOn(LifeListener listener, int entries, int moment, Ledger? ledger = null)
    {
        var due = _pages.FindAll(page => !page.Change.IsDone && (ledger is null || IsThere(page, ledger, entry => !ledger.Entries[entry].IsRefused)));
        foreach (var page in due)
        {
            page.Change.Again = listener.Missed.FirstOrDefault(known => known.Range.Key.Equals(page.Change.Range.Key) && known.Range.First <= page.Change.Range.First && known.Range.Last >= page.Change.Range.Last)
                ?? throw NotTold(page.Change.Range, [.. listener.Missed.Select(known => known.Range)]);
        }

        foreach (var missed in listener.Missed)
            _pages.Add(new(missed, Entry: -1, Order: entries - 1, moment));
        _listener = listener;
        return due.Count;
    }

    /// <summary>An operation was answered: the listener was told of it, once for each bucket.</summary>
    /// <param name="isKilled">The process was killed within: it may have been told or not.</param>
    /// <exception cref="TrialFailedException">It was not, or it was told otherwise.</exception>
    public void Judge(LedgerEntry entry, int number, bool isKilled = false)
    {
        foreach (var change in entry.Changes)
        {
            var told = entry.IsRefused ? null : _listener!.Take(change.Key);
            if (told is null && !entry.IsRefused && !isKilled)
                throw new TrialFailedException($"the listener was not told of {entry.What}: {change.Key}");
            if (told is not null && change.DifferenceTo(told) is { } difference)
                throw new TrialFailedException($"{entry.What}: {difference}");
            _pages.Add(new(told ?? new(change.Range, null), number, number, Moment: 0));
        }
    }

    /// <summary>Throws if the listener was told of anything else.</summary>
    public void RequireNothingElse() => _listener?.RequireNothingElse();

    /// <summary>What must be told again after a cut.</summary>
    /// <param name="isThere">Says of an entry of the ledger whether it was found after the cut.</param>
    public List<ChangedRange> DueAt(int moment, Ledger ledger, Func<int, bool> isThere) =>
        [.. _pages.Where(page => page.Moment <= moment && page.Change.Done >= moment && IsThere(page, ledger, isThere)).Select(page => page.Change.Range)];

    static TrialFailedException NotTold(ChangedRange range, IReadOnlyList<ChangedRange> told) =>
        new($"missed: {range} is there and was not done, and the next listener was told only of {string.Join(", ", told.Where(known => known.Key.Equals(range.Key)).Select(known => $"{known}").DefaultIfEmpty("other buckets"))}");

    /// <summary>False for what was not found, and for what was removed since.</summary>
    static bool IsThere(Page page, Ledger ledger, Func<int, bool> isThere)
    {
        if (page.Entry >= 0 && !isThere(page.Entry))
            return false;
        for (var later = page.Order + 1; later < ledger.Entries.Count; later++)
        {
            if (ledger.Entries[later].Removed is { } path && isThere(later) && $"{page.Change.Range.Key}/".StartsWith(path + "/", StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <param name="Change">What was told, or is to be.</param>
    /// <param name="Entry">The operation that it came of; -1 for what was told at a begin.</param>
    /// <param name="Order">The last operation before it.</param>
    /// <param name="Moment">It counts for cuts from here on.</param>
    sealed record Page(ToldChange Change, int Entry, int Order, int Moment);
}
