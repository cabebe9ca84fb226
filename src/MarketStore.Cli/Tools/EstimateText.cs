using System.Globalization;

namespace MarketStore.Cli.Tools;

/// <summary>The line that <c>estimate</c> answers with, in the form that scripts know.</summary>
internal sealed class EstimateText(long symbols, long years, string timeframe)
{
    const double Most = 10_000;

    static readonly (string Name, double Bytes)[] Units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15), ("EB", 1e18)];

    /// <param name="yearFileBytes">Bytes of each year of a symbol.</param>
    /// <param name="bucketBytes">Bytes of each symbol beside its years.</param>
    public string Describe(double yearFileBytes, double bucketBytes)
    {
        var total = symbols * ((yearFileBytes * years) + bucketBytes);
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

    static string Plural(string noun, long count) => count == 1 ? noun : noun + "s";
}
