using System.Collections.Concurrent;
using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;

namespace MarketStore.Server.Plugins.Triggers;

/// <summary>Hands what is committed to the triggers that want it. Called by the commit thread, which waits for nothing here.</summary>
internal sealed class TriggerDispatcher(IReadOnlyList<TriggerRunner> runners) : IChangeListener
{
    readonly ConcurrentDictionary<TimeBucketKey, TriggerRunner[]> _byKey = new();

    public IReadOnlyList<ChangedRange> Unfinished
    {
        get
        {
            var all = new ChangeRanges();
            foreach (var range in runners.SelectMany(runner => runner.Queue.Unfinished))
                all.Add(range);
            return all.All;
        }
    }

    public void Begin(IReadOnlyList<ChangedRange> missed)
    {
        foreach (var runner in runners)
            runner.Queue.Add(missed.Where(range => runner.Wants(range.Key)));
    }

    public bool Wants(TimeBucketKey key) => RunnersOf(key).Length > 0;

    public void Changed(BucketChange change)
    {
        var wanting = RunnersOf(change.Key);
        if (wanting.Length == 0)
        {
            change.Dispose();
            return;
        }

        var rows = new SharedRows(change, wanting.Length);
        foreach (var runner in wanting)
            runner.Offer(rows);
    }

    TriggerRunner[] RunnersOf(TimeBucketKey key) => _byKey.GetOrAdd(key, wanted => [.. runners.Where(runner => runner.Wants(wanted))]);
}
