using MarketStore.Calendars;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.Plugins.Streaming;

/// <summary>
/// Publishes what is committed: rows of a minute and shorter at once, all of them; bars of longer timeframes when their time is over, as they are then. What is over already when it is
/// written is history, and not published. docs/streaming.md.
/// </summary>
internal sealed class StreamTrigger : ITrigger, IDisposable
{
    const long AtOnceSeconds = 60;

    readonly IPluginHost _host;
    readonly MarketCalendar? _sessions;
    readonly Shelf _shelf;
    readonly Dictionary<Timeframe, SlotWindows> _slots = [];

    // Rows of a bucket go out in order, whether they come from a commit or from the shelf.
    readonly Lock _gate = new();

    public StreamTrigger(IPluginHost host, MarketCalendar? sessions)
    {
        (_host, _sessions) = (host, sessions);
        _shelf = new(host.Clock, Publish);
    }

    public ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
    {
        foreach (var change in events)
        {
            if (!Timeframe.TryParse(change.Key.Timeframe, out var timeframe))
                continue;
            if (timeframe.Seconds > AtOnceSeconds)
                Shelve(change, timeframe, SlotsOf(timeframe));
            else if (change.Rows is { } rows)
                Publish(change.Key, TimeOrder.Of(rows), change.Sequence);
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => _shelf.Dispose();

    void Publish(TimeBucketKey key, ColumnSeries rows, long sequence)
    {
        lock (_gate)
            _host.Publish(key, rows, sequence);
    }

    /// <summary>Rows whose rows the trigger was not told, since it fell behind, are read.</summary>
    void Shelve(TriggerEvent change, Timeframe timeframe, SlotWindows slots)
    {
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();
        if (EndOf(change.Last, timeframe, slots) <= now && EndOf(change.First, timeframe, slots) <= now)
            return;
        using var read = change.Rows is null ? _host.Store.Read(change.Key, new(new(change.First, 0), new(change.Last, 999_999_999))) : null;
        if ((change.Rows ?? read) is not { } rows)
            return;
        var epochs = rows.Epochs;
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (EndOf(epochs[row], timeframe, slots) is var deadline && deadline > now)
                _shelf.Put(change.Key, rows, row, deadline, change.Sequence);
        }
    }

    /// <summary>When a bar's time is over: at the market's close for days and longer, where a calendar says so.</summary>
    long EndOf(long epoch, Timeframe timeframe, SlotWindows slots)
    {
        var slot = slots.At(epoch);
        return timeframe.Seconds >= Timeframe.SecondsPerDay && _sessions is not null && CloseOf(slot.StartSeconds, slot.EndSeconds) is { } close ? close : slot.EndSeconds;
    }

    SlotWindows SlotsOf(Timeframe timeframe)
    {
        if (!_slots.TryGetValue(timeframe, out var slots))
            _slots.Add(timeframe, slots = new(timeframe, _host.Zone));
        return slots;
    }

    /// <summary>The close of the last market day of a time.</summary>
    long? CloseOf(long start, long end)
    {
        var first = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(start + _host.Zone.OffsetSecondsAt(start)).UtcDateTime);
        for (var date = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(end - 1 + _host.Zone.OffsetSecondsAt(end - 1)).UtcDateTime); date >= first; date = date.AddDays(-1))
        {
            if (_sessions!.RegularClose(date) is { } close)
                return close;
        }

        return null;
    }
}
