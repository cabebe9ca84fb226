namespace MarketStore.Cli.Results;

/// <summary>A column as it is shown.</summary>
/// <param name="Index">Its place in the rows of a bucket; below 0 where it comes from the key.</param>
internal sealed record ResultColumn(string Title, ResultColumnKind Kind, int Index);
