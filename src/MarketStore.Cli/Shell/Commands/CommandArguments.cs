using System.Globalization;
using MarketStore.Cli.Times;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Shell.Commands;

/// <summary>Reads what several commands take.</summary>
internal static class CommandArguments
{
    public static MarketStoreException Invalid(string message) => new(ErrorKind.InvalidRequest, message);

    /// <exception cref="MarketStoreException">The text is no key.</exception>
    public static TimeBucketKey ParseKey(string text)
    {
        var key = TimeBucketKey.Parse(text);
        return Timeframe.TryParse(key.Timeframe, out _) ? key : throw Invalid($"key {ShownText.Quote(text)} is not usable: {ShownText.Quote(key.Timeframe)} is no timeframe such as 1D or 5Min");
    }

    /// <summary>A date, or a date and time: without an offset it is UTC, and a date alone is its midnight.</summary>
    /// <exception cref="MarketStoreException">The text is no time.</exception>
    public static EpochTime ParseTime(string text) => TimeBound.TryParse(text, out var bound)
        ? bound!.ToStart(MarketTimeZone.Utc)
        : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Invalid time string {ShownText.Quote(text)}: it has to be of the form 2006-01-02 or 2006-01-02T15:04"));
}
