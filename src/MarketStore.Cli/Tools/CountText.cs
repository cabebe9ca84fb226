using System.Globalization;
using System.Text.Json;

namespace MarketStore.Cli.Tools;

/// <summary>Numbers with what they count.</summary>
internal static class CountText
{
    public static string Of(long count, string singular, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? singular : plural ?? singular + "s")}");

    /// <summary>A name of the code as programs outside read it: <c>checkpointBegin</c>.</summary>
    public static string Kind(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
