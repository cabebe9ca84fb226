namespace MarketStore.Sql.Engine;

/// <summary>A result is larger than it may be.</summary>
internal sealed class ResultTooLargeException() : Exception("the result is too large");
