using MarketStore.Core.Errors;

namespace MarketStore.Sql.Text;

/// <summary>Errors that say where in the statement something is wrong.</summary>
internal static class SqlErrors
{
    // A statement may be of megabytes, and what it is blamed for may be all of it.
    const int MaxReasonLength = 2_000;

    /// <summary>Names line and column of a place, both counted from 1.</summary>
    /// <param name="statement">The statement as the client sent it.</param>
    /// <param name="offset">The place in it, in characters.</param>
    /// <param name="reason">What is wrong there.</param>
    /// <param name="hint">What to write instead, if there is something to say.</param>
    public static MarketStoreException At(string statement, int offset, string reason, string? hint = null)
    {
        var before = statement.AsSpan(0, Math.Clamp(offset, 0, statement.Length));
        var line = 1 + before.Count('\n');
        var column = 1 + before.Length - (before.LastIndexOf('\n') + 1);
        return new(ErrorKind.InvalidRequest, $"SQL error at line {line}, column {column}: {Shorten(reason)}{HintText(hint)}");
    }

    public static MarketStoreException Of(ErrorKind kind, string reason, string? hint = null) => new(kind, $"SQL error: {Shorten(reason)}{HintText(hint)}");

    static string HintText(string? hint) => hint is null ? "" : $" (hint: {Shorten(hint)})";

    static string Shorten(string text) => ShortText.Of(text, MaxReasonLength);
}
