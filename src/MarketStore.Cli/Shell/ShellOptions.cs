using MarketStore.Cli.Results;

namespace MarketStore.Cli.Shell;

/// <summary>What a shell is asked to do.</summary>
/// <param name="Place">What it is connected to, for people.</param>
internal sealed record ShellOptions(string Place)
{
    /// <summary>Statements to run instead of those that are typed or piped.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    public string Format { get; init; } = ResultFormats.Table;
}
