namespace MarketStore.Cli.Loading;

/// <summary>Column names that queries and functions know by their spelling.</summary>
internal static class KnownNames
{
    static readonly string[] Spellings = ["Open", "High", "Low", "Close", "Volume", "Bid", "Ask", "Price", "Size"];

    /// <summary>Header names of the time, most telling first.</summary>
    public static IReadOnlyList<string> Times { get; } = ["epoch", "timestamp", "datetime", DateName, ClockName];

    public const string DateName = "date";
    public const string ClockName = "time";

    /// <summary>The known spelling of a name, whatever its case; other names stay as they are.</summary>
    public static string Spell(string name) => Spellings.FirstOrDefault(spelling => spelling.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
}
