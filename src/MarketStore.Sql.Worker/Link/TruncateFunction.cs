using System.Globalization;

namespace MarketStore.Sql.Worker.Link;

/// <summary>The engine's functions that cut seconds since 1970 to whole units, as statements call them.</summary>
internal static class TruncateFunction
{
    /// <param name="seconds">Seconds of the unit: 1, 60 or 3,600.</param>
    public static string NameOf(int seconds) => string.Create(CultureInfo.InvariantCulture, $"marketstore_truncate_{seconds}");
}
