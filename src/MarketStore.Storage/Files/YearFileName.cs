using System.Globalization;
using MarketStore.Core.Time;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Files;

/// <summary>The name of a year file: the year as a decimal number without padding, and <c>.bin</c>.</summary>
internal static class YearFileName
{
    const string Extension = ".bin";

    public static string Of(int year) => year.ToString(CultureInfo.InvariantCulture) + Extension;

    /// <summary>True for what looks like a year file: its name may still be no year.</summary>
    public static bool IsLike(DiskEntry entry) => !entry.IsDirectory && entry.Name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>Returns false when the name is not just how a year is written.</summary>
    public static bool TryParse(string name, out int year)
    {
        year = 0;
        return name.EndsWith(Extension, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, name.Length - Extension.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out year)
            && year is >= MarketTimeZone.MinYear and <= MarketTimeZone.MaxYear
            && name == Of(year);
    }
}
