using System.Globalization;
using System.Text.Json;

namespace MarketStore.Cli.Tools;

/// <summary>What <c>estimate</c> answers with: a line in the form that scripts know, or one JSON object.</summary>
/// <param name="yearFileBytes">Bytes of each year of a symbol.</param>
/// <param name="bucketBytes">Bytes of each symbol beside its years.</param>
internal sealed class EstimateText(long symbols, long years, string timeframe, long yearFileBytes, long bucketBytes)
{
    const double Most = 10_000;

    static readonly (string Name, double Bytes)[] Units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15), ("EB", 1e18)];

    double Total => symbols * (((double)yearFileBytes * years) + bucketBytes);

    public string Describe()
    {
        var total = Total;
        foreach (var (name, bytes) in Units)
        {
            if (total < Most * bytes)
            {
                var count = Math.Round(total / bytes, MidpointRounding.ToEven);
                return string.Create(CultureInfo.InvariantCulture, $"Estimated space required for {symbols} {Plural("symbol", symbols)} with {years} {Plural("year", years)} of {timeframe} data: {count:F0}{name}");
            }
        }

        return "Estimated space required is more than 10,000EB";
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("symbols", symbols);
        json.WriteNumber("years", years);
        json.WriteString("timeframe", timeframe);
        json.WriteNumber("yearFileBytes", yearFileBytes);
        json.WriteNumber("bucketBytes", bucketBytes);
        json.WriteNumber("bytes", Total);
        json.WriteEndObject();
    }

    static string Plural(string noun, long count) => count == 1 ? noun : noun + "s";
}
