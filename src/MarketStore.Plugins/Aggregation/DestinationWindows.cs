using MarketStore.Core.Time;
using MarketStore.Functions.Windows;

namespace MarketStore.Plugins.Aggregation;

/// <summary>
/// The windows of a stored timeframe: its slots, so that what is read back has the time of its window, in every zone; but days, weeks and years are those of queries, weeks from Monday on.
/// Slots of weeks are counted from the year's start, and by elapsed time: a week is stored in the slot that holds noon of its middle day, which no other week's is in. Any thread.
/// </summary>
internal sealed class DestinationWindows
{
    readonly SlotWindows _slots;
    readonly WindowCalendar? _calendar;
    readonly bool _isDays;

    public DestinationWindows(Timeframe timeframe, MarketTimeZone zone)
    {
        (Timeframe, _slots) = (timeframe, new(timeframe, zone));
        if (CandleWindow.TryParse(timeframe.IsDaily ? "1D" : timeframe.Text, out var window) && window is { Unit: CandleUnit.Day, Count: 1 } or { Unit: CandleUnit.Week or CandleUnit.Year })
            (_calendar, _isDays) = (new(window, zone), window.Unit != CandleUnit.Year);
    }

    public Timeframe Timeframe { get; }

    /// <summary>The window that holds an instant.</summary>
    public TimeWindow At(long epoch) => _calendar?.At(epoch) ?? _slots.At(epoch);

    /// <summary>The time under which the bar of a window is written: of days noon, since midnight may not be there where clocks change.</summary>
    public long TimeOf(TimeWindow window) => _isDays ? window.StartSeconds + (Timeframe.Seconds / 2 / Timeframe.SecondsPerDay * Timeframe.SecondsPerDay) + (Timeframe.SecondsPerDay / 2) : window.StartSeconds;

    /// <summary>The window whose bar is stored in the slot that begins at a time.</summary>
    public TimeWindow OfSlot(long start)
    {
        var window = At(start);
        return TimeOf(window) < start ? At(window.EndSeconds) : window;
    }
}
