using System.Globalization;
using MarketStore.Core.Time;

namespace MarketStore.Tests.Core.Time;

/// <summary>Zones and instants by their texts.</summary>
static class Zones
{
    public static MarketTimeZone Get(string name) => MarketTimeZone.TryGet(name, out var zone) ? zone : throw new ArgumentException($"no zone {name}");

    /// <summary>Unix seconds of a text such as <c>2021-03-14T15:09:26Z</c>.</summary>
    public static long Seconds(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
}
