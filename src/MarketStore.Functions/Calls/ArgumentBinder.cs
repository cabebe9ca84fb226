using MarketStore.Core.Errors;

namespace MarketStore.Functions.Calls;

/// <summary>
/// Binds the column arguments of a call: <c>parameter::column</c> by name, the others by position, first to the required parameters that are still without a column,
/// then to the optional ones. A parameter can be named any number of times; an unknown one is taken and ignored.
/// </summary>
internal static class ArgumentBinder
{
    /// <exception cref="MarketStoreException">There are too few or too many arguments, or literals are missing.</exception>
    public static FunctionArguments Bind(FunctionDefinition function, FunctionCall call)
    {
        if (call.Arguments.Count < function.Required.Count)
            throw Mismatch(call, $"have {List(call.Arguments)}, need {List(function.Required)}");

        var bound = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var positional = new Queue<string>();
        foreach (var argument in call.Arguments)
        {
            // More than one "::" makes it a positional name.
            if (argument.Split("::") is [var parameter, var column])
                Add(bound, parameter, column);
            else
                positional.Enqueue(argument);
        }

        var unbound = function.Required.Where(parameter => !bound.ContainsKey(parameter)).ToList();
        if (unbound.Count > positional.Count)
            throw Mismatch(call, $"insufficient args: have {List(call.Arguments)}, required {List(function.Required)}");
        foreach (var parameter in unbound.Concat(function.Optional.Where(parameter => !bound.ContainsKey(parameter))).ToList())
        {
            if (positional.TryDequeue(out var column))
                Add(bound, parameter, column);
        }

        if (positional.Count > 0)
            throw Mismatch(call, $"extra args used: have {List(call.Arguments)}, required {List(function.Required)}, optional {List(function.Optional)}");
        if (call.Literals.Count < function.RequiredLiterals)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"not enough init arguments for {call.Name}, need {function.RequiredLiterals} have {call.Literals.Count}");
        return new(bound.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal), call.Literals);
    }

    static void Add(Dictionary<string, List<string>> bound, string parameter, string column)
    {
        if (!bound.TryGetValue(parameter, out var columns))
            bound.Add(parameter, columns = []);
        columns.Add(column);
    }

    static string List(IReadOnlyList<string> names) => $"[{string.Join(' ', names)}]";

    static MarketStoreException Mismatch(FunctionCall call, string reason) =>
        new(ErrorKind.InvalidRequest, $"Argument mapping error for {call.Name}: {reason}");
}
