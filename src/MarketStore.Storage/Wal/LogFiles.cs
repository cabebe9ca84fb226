using System.Globalization;

namespace MarketStore.Storage.Wal;

/// <summary>The names of log files in the data root: none that the Go server takes for one of its own.</summary>
internal static class LogFiles
{
    public const string Extension = ".mslog";
    public const string DamagedSuffix = ".damaged";

    const int NumberDigits = 16;

    public static string NameOf(ulong segment) => segment.ToString("x16", CultureInfo.InvariantCulture) + Extension;

    public static bool TryParse(string name, out ulong segment)
    {
        segment = 0;
        return name.Length == NumberDigits + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && ulong.TryParse(name.AsSpan(0, NumberDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out segment);
    }
}
