using MarketStore.Functions.Calls;

namespace MarketStore.Sql.Statements;

/// <summary>A call in a select list.</summary>
/// <param name="Call">The function and its arguments.</param>
/// <param name="Alias">What its columns but Epoch are to be called; null for their own names.</param>
/// <param name="Offset">Where it stands in the statement.</param>
internal sealed record FunctionItem(FunctionCall Call, string? Alias, int Offset);
