namespace MarketStore.Sql.Rewriting;

/// <summary>A text stands where a time is due.</summary>
/// <param name="offset">Where in the text that was read, in characters.</param>
/// <param name="reason">What is wrong there.</param>
/// <param name="hint">What to write instead.</param>
internal sealed class MisplacedTextException(int offset, string reason, string hint) : Exception(reason)
{
    public int Offset { get; } = offset;

    public string Hint { get; } = hint;
}
