using MarketStore.Core.Time;

namespace MarketStore.Sql.Statements;

/// <summary>The rows that calls of functions read: those of a table or of a query, all or some of them.</summary>
/// <param name="Table">The name of a table, or null where <paramref name="Query"/> is the source.</param>
/// <param name="Query">A query in parentheses, or null.</param>
/// <param name="Range">Where the condition says nothing but a range of Epoch, that range; null otherwise.</param>
/// <param name="Text">What stands between FROM and LIMIT.</param>
/// <param name="Condition">What stands behind WHERE; null without one.</param>
internal sealed record FunctionSource(string? Table, SqlStatement? Query, TimeRange? Range, string Text, string? Condition);
