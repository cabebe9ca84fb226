namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>A command line of a page and what is due of it.</summary>
/// <param name="Line">As on the page, without its comment.</param>
/// <param name="Shown">What its output holds, in this order.</param>
sealed record CommandExample(string Line, params IReadOnlyList<string> Shown)
{
    /// <summary>What prices.csv holds.</summary>
    public string Prices { get; init; } = "Epoch,Open,High,Low,Close,Volume\n2024-01-02T09:30:00Z,1,3,0.5,2,100\n2024-01-02T09:31:00Z,1,3,0.5,2,100\n";

    /// <summary>What is typed into it.</summary>
    public string Input { get; init; } = "";

    /// <summary>A command behind it that shows what it did.</summary>
    public string Then { get; init; } = "";

    /// <summary>A program that it needs beside ours.</summary>
    public string? Needs { get; init; }
}
