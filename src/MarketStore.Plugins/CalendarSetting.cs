using MarketStore.Calendars;
using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Logging;

namespace MarketStore.Plugins;

/// <summary>The <c>filter</c> of a trigger: the name of a market's calendar. Files of <c>calendar_directory</c> add others to those that are built in.</summary>
internal static class CalendarSetting
{
    /// <summary>The calendar; null for none, and for a name that is not known: the Go server went on without a filter then, and its files are to work.</summary>
    /// <exception cref="PluginSettingsException">The directory's files make no sense.</exception>
    public static MarketCalendar? Read(PluginSettings settings, IPluginHost host)
    {
        var name = settings.GetText("filter");
        if (name.Length == 0)
            return null;
        var calendars = Load(settings.GetText("calendar_directory"));
        if (calendars.TryGet(name.ToLowerInvariant(), out var calendar))
            return calendar;
        host.Logger.LogError("filter: {Filter} is no calendar, and nothing is filtered; known are {Names}", name, string.Join(", ", calendars.Names));
        return null;
    }

    static MarketCalendars Load(string directory)
    {
        if (directory.Length == 0)
            return MarketCalendars.BuiltIn;
        try
        {
            return MarketCalendars.Load(directory);
        }
        catch (Exception error) when (error is CalendarFileException or IOException or UnauthorizedAccessException)
        {
            throw new PluginSettingsException("calendar_directory", error.Message);
        }
    }
}
