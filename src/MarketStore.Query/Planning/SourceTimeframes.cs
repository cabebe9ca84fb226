using MarketStore.Core.Time;
using MarketStore.Functions.Windows;

namespace MarketStore.Query.Planning;

/// <summary>The timeframes whose buckets may serve coarser requests. A bucket in any other timeframe is read only when its exact text is asked for.</summary>
internal static class SourceTimeframes
{
    static readonly Timeframe[] CoarsestFirst = Parse("1D", "4H", "2H", "1H", "30Min", "15Min", "5Min", "1Min", "30Sec", "10Sec", "1Sec");

    /// <summary>Those whose duration divides the window's, coarsest first. Calendar windows take all that divide a day.</summary>
    public static IEnumerable<Timeframe> For(CandleWindow window)
    {
        var length = window.FollowsCalendar ? Timeframe.SecondsPerDay : window.NominalSeconds;
        return CoarsestFirst.Where(source => length % source.Seconds == 0);
    }

    /// <summary>
    /// True when no slot of the source lies across the border of two windows, judged by the zone's offsets in the years given. Slots are counted from the local new year
    /// and windows of hours in UTC, so 2H slots do not nest in 4H windows in New York, nor in its days of summer.
    /// </summary>
    public static bool Nests(Timeframe source, CandleWindow window, MarketTimeZone zone, IReadOnlyList<int> years)
    {
        if (source.IsDaily && window.FollowsCalendar)
            return true;
        foreach (var year in years)
        {
            if (year is < MarketTimeZone.MinYear or > MarketTimeZone.MaxYear)
                continue;
            var calendar = zone.Year(year);
            var winter = zone.OffsetSecondsAt(calendar.StartSeconds);
            var summer = zone.OffsetSecondsAt(calendar.StartSeconds + (calendar.DayCount / 2 * Timeframe.SecondsPerDay));
            var misfit = window.FollowsCalendar ? (summer - winter) % source.Seconds : winter % source.Seconds;
            if (misfit != 0 || (source.IsDaily && summer != winter))
                return false;
        }

        return true;
    }

    static Timeframe[] Parse(params string[] texts) =>
        [.. texts.Select(text => Timeframe.TryParse(text, out var timeframe) ? timeframe : throw new ArgumentException($"\"{text}\" is no timeframe", nameof(texts)))];
}
