using MarketStore.Core.Keys;
using MarketStore.Server.Streaming.RowEncoding;

namespace MarketStore.Server.Streaming;

/// <summary>Who gets the rows of one bucket. Used under the hub's lock.</summary>
internal sealed class StreamRoute(TimeBucketKey key)
{
    readonly List<Subscription> _subscriptions = [];

    public string Text { get; } = key.ToString();

    public RowEncoders Encoders { get; } = new(key);

    public void Add(Subscription subscription)
    {
        // Those that ended are swept before memory grows, so that it stays in proportion to the ones at hand.
        if (_subscriptions.Count == _subscriptions.Capacity)
            Sweep();
        _subscriptions.Add(subscription);
    }

    /// <summary>The subscriptions at hand.</summary>
    public List<Subscription> Sweep()
    {
        _subscriptions.RemoveAll(static subscription => !subscription.IsActive);
        return _subscriptions;
    }
}
