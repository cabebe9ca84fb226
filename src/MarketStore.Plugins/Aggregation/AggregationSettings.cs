using MarketStore.Calendars;
using MarketStore.Core.Time;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.Plugins.Aggregation;

/// <summary>The <c>config</c> of <c>ondiskagg</c>.</summary>
/// <param name="Destinations">The coarser timeframes.</param>
/// <param name="Sessions">The market whose regular session alone counts for bars of days and longer ones; null for all rows.</param>
/// <param name="CurrentPeriodOnly">True to make bars of days and longer ones for the period alone that is not over.</param>
internal sealed record AggregationSettings(IReadOnlyList<Timeframe> Destinations, MarketCalendar? Sessions, bool CurrentPeriodOnly)
{
    const string DestinationsKey = "destinations";

    static readonly string[] Units = ["S", "Sec", "T", "Min", "H", "D", "W", "Y"];

    /// <exception cref="PluginSettingsException">A destination is missing, or is no timeframe of a bucket.</exception>
    public static AggregationSettings Read(PluginSettings settings, IPluginHost host)
    {
        var destinations = new List<Timeframe>();
        foreach (var text in settings.GetList(DestinationsKey))
        {
            // The parser of buckets' names takes texts with anything behind the unit.
            if (!Timeframe.TryParse(text, out var timeframe) || !IsPlain(text))
                throw new PluginSettingsException(DestinationsKey, $"{text} is no timeframe of a bucket, such as 5Min, 1H, 1D or 1W");
            if (!destinations.Contains(timeframe))
                destinations.Add(timeframe);
        }

        if (destinations.Count == 0)
            throw new PluginSettingsException(DestinationsKey, "one timeframe at least is due, such as [5Min, 1H, 1D]");
        return new(destinations, CalendarSetting.Read(settings, host), settings.GetFlag("current_period_only"));
    }

    static bool IsPlain(string text) => Units.Contains(text.TrimStart([.. "0123456789"]));
}
