using MarketStore.Core.Errors;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Execution;

/// <summary>Says in our words what the SQL engine has against a statement.</summary>
internal static class SqlFaults
{
    static readonly string[] OwnFunctions = ["candlecandler", "tickcandler", "gap", "adjust"];

    /// <param name="error">What the engine says.</param>
    /// <param name="statement">As the client sent it.</param>
    /// <param name="offset">Where in it, if that is known.</param>
    public static MarketStoreException Translate(EngineException error, string statement, int? offset)
    {
        var reason = FirstLines(error.Message);
        if (error.IsOutOfMemory)
            return SqlErrors.Of(ErrorKind.LimitExceeded, $"the statement needs more memory than it may use: {reason.Split('\n')[0]}", "ask for a shorter range or fewer columns, or raise sql_memory");
        var hint = HintFor(reason);
        return offset is { } place ? SqlErrors.At(statement, place, reason, hint) : SqlErrors.Of(ErrorKind.InvalidRequest, reason, hint);
    }

    /// <param name="error">How the engine ended over a statement.</param>
    public static MarketStoreException Translate(EngineLostException error) =>
        SqlErrors.Of(ErrorKind.LimitExceeded, $"the statement was more than the SQL engine can carry out: {error.Message}", "ask for smaller values or a shorter range, or raise sql_memory");

    static string? HintFor(string reason)
    {
        foreach (var function in OwnFunctions)
        {
            if (reason.Contains(function, StringComparison.OrdinalIgnoreCase) && reason.Contains("does not exist", StringComparison.OrdinalIgnoreCase))
                return $"{function} is called as SELECT {function}(…) FROM …, alone or in a subquery";
        }

        if (reason.Contains("Table with name", StringComparison.Ordinal))
            return "buckets are written in back quotes: `AAPL/1Min/OHLCV`; FROM buckets lists them";
        return reason.Contains("must appear in the GROUP BY", StringComparison.Ordinal) ? "put the columns beside an aggregate into GROUP BY" : null;
    }

    /// <summary>Without the excerpt of the statement, which is not the client's any more.</summary>
    static string FirstLines(string message)
    {
        var end = message.IndexOf("\nLINE ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Trim();
    }
}
