using System.Collections.Concurrent;
using MarketStore.Core.Time;

namespace MarketStore.Storage.Files;

/// <summary>Slots and ticks of each timeframe and year, made once: thousands of buckets share a few. Any thread.</summary>
internal sealed class SlotCalendars(MarketTimeZone zone)
{
    readonly ConcurrentDictionary<(long Seconds, int Year), (SlotCalendar Slots, IntervalTicks? Ticks)> _known = new();

    public SlotCalendar Slots(Timeframe timeframe, int year) => Get(timeframe, year).Slots;

    /// <summary>Null for slots over a day, which hold no ticks.</summary>
    public IntervalTicks? Ticks(Timeframe timeframe, int year) => Get(timeframe, year).Ticks;

    (SlotCalendar Slots, IntervalTicks? Ticks) Get(Timeframe timeframe, int year)
    {
        if (_known.TryGetValue((timeframe.Seconds, year), out var known))
            return known;
        var slots = new SlotCalendar(zone, timeframe, year);
        return _known.GetOrAdd((timeframe.Seconds, year), (slots, IntervalTicks.CanRepresent(timeframe) ? new IntervalTicks(slots) : null));
    }
}
