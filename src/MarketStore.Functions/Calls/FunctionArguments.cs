namespace MarketStore.Functions.Calls;

/// <summary>The arguments of a call, bound to the parameters of its function.</summary>
public sealed class FunctionArguments(IReadOnlyDictionary<string, IReadOnlyList<string>> columns, IReadOnlyList<string> literals)
{
    readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _columns = columns;

    public IReadOnlyList<string> Literals { get; } = literals;

    /// <summary>The columns bound to a parameter, in the order bound; empty when none is.</summary>
    public IReadOnlyList<string> Of(string parameter) => _columns.TryGetValue(parameter, out var names) ? names : [];
}
