using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;

namespace MarketStore.Tests.Storage.Doubles;

/// <summary>Writes down what it hears, and is done with nothing before it is told so. Any thread.</summary>
sealed class RecordingListener : IChangeListener
{
    readonly Lock _gate = new();
    readonly List<string> _missed = [];
    readonly List<string> _told = [];
    readonly List<long> _sequences = [];
    readonly List<ChangedRange> _unfinished = [];

    /// <summary>What it was told of at the begin, by the keys: <c>A/1Min/P 60 to 119</c>.</summary>
    public IReadOnlyList<string> Missed => Locked(() => _missed.Order(StringComparer.Ordinal).ToList());

    /// <summary>What it was told of since: <c>A/1Min/P 60 to 119: Epoch:i8 60 | X:f4 1</c>.</summary>
    public IReadOnlyList<string> Told => Locked(() => _told.ToList());

    public IReadOnlyList<long> Sequences => Locked(() => _sequences.ToList());

    public IReadOnlyList<ChangedRange> Unfinished => Locked(() => _unfinished.ToList());

    public void Begin(IReadOnlyList<ChangedRange> missed) => Locked(() =>
    {
        _missed.AddRange(missed.Select(Describe));
        _unfinished.AddRange(missed);
        return true;
    });

    public bool Wants(TimeBucketKey key) => true;

    public void Changed(BucketChange change) => Locked(() =>
    {
        _told.Add($"{Describe(change.Range)}: {(change.Rows is { } rows ? Rows.Describe(rows) : "no rows")}{(change.Origin is { } origin ? $" by {origin}" : "")}");
        _sequences.Add(change.Sequence);
        _unfinished.Add(change.Range);
        change.Dispose();
        return true;
    });

    /// <summary>It is done with all that it has heard.</summary>
    public void Finish() => Locked(() =>
    {
        _unfinished.Clear();
        return true;
    });

    static string Describe(ChangedRange range) => FormattableString.Invariant($"{range.Key} {range.First} to {range.Last}");

    T Locked<T>(Func<T> act)
    {
        lock (_gate)
            return act();
    }
}
