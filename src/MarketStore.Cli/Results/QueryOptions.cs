using MarketStore.Cli.Times;

namespace MarketStore.Cli.Results;

/// <summary>What a query is asked for.</summary>
internal sealed record QueryOptions(string Destination)
{
    /// <summary>Rows of a table if nothing is said: what a screen holds.</summary>
    public const long DefaultTableRows = 20;

    public TimeBound? From { get; init; }

    public TimeBound? To { get; init; }

    /// <summary>Rows of each symbol from the start of the range.</summary>
    public long? First { get; init; }

    /// <summary>Rows of each symbol up to the end of the range.</summary>
    public long? Last { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<string> Functions { get; init; } = [];

    public string Format { get; init; } = ResultFormats.Table;

    /// <summary>Whether the rows are limited because nobody said how many.</summary>
    public bool HasDefaultLimit => First is null && Last is null && Functions.Count == 0 && Format == ResultFormats.Table;

    /// <summary>Rows of each symbol; 0 for all.</summary>
    public long Limit => First ?? Last ?? (HasDefaultLimit ? DefaultTableRows : 0);
}
