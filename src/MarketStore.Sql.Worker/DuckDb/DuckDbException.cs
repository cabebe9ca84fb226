namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>What the SQL engine says of a statement that it cannot carry out: JSON with type, message and position, or a plain text.</summary>
internal sealed class DuckDbException(string text) : Exception(text);
