using System.Collections.Concurrent;
using MarketStore.Core.Time;
using MarketStore.Functions.Windows;

namespace MarketStore.Plugins;

/// <summary>The slots of a stored timeframe as windows. The last one of a year ends with the year. Any thread.</summary>
internal sealed class SlotWindows(Timeframe timeframe, MarketTimeZone zone)
{
    readonly ConcurrentDictionary<int, SlotCalendar> _years = new();

    /// <summary>The slot that holds an instant.</summary>
    public TimeWindow At(long epoch)
    {
        var slots = _years.GetOrAdd(zone.YearAt(epoch), year => new(zone, timeframe, year));
        var index = slots.IndexOf(epoch);
        // Where clocks change at midnight, a day's start as files have it may lie an hour from where the date changes.
        if (timeframe.IsDaily && epoch < slots.StartOf(index) && index > slots.FirstIndex)
            index--;
        else if (timeframe.IsDaily && epoch >= slots.StartOf(index + 1) && index < slots.LastIndex)
            index++;
        return new(slots.StartOf(index), index >= slots.LastIndex ? slots.YearEndSeconds : slots.StartOf(index + 1));
    }
}
