using System.Text;

namespace MarketStore.Cli.Shell.Statements;

/// <summary>
/// Puts lines together to statements. A semicolon ends one, and so does an empty line; a command is one line. In scripts, where a line used to be a whole statement,
/// one without a semicolon also ends where a command or another statement begins.
/// </summary>
/// <param name="isScript">A person does not see what follows, so nothing is run that was not ended.</param>
internal sealed class StatementBuffer(bool isScript)
{
    readonly StringBuilder _pending = new();

    /// <summary>Whether a statement was begun and not ended.</summary>
    public bool IsPending => _pending.Length > 0;

    /// <summary>Takes a line, without its end.</summary>
    /// <returns>The statements and commands that can run now, in their order.</returns>
    public IReadOnlyList<string> Add(string line)
    {
        var ready = new List<string>();
        var trimmed = line.Trim();
        if (IsCommand(trimmed))
        {
            if (isScript)
                TakePending(ready);
            ready.Add(trimmed);
            return ready;
        }

        if (trimmed.Length == 0)
        {
            if (!IsInsideQuotes())
                TakePending(ready);
            return ready;
        }

        if (isScript && IsPending && StatementText.BeginsStatement(line) && StatementText.MayBeWhole(_pending.ToString()))
            TakePending(ready);
        if (IsPending)
            _pending.Append('\n');
        _pending.Append(line);
        TakeEnded(ready);
        return ready;
    }

    /// <summary>At the end of the input: in a script what is left runs too.</summary>
    public IReadOnlyList<string> Finish()
    {
        var ready = new List<string>();
        if (isScript)
            TakePending(ready);
        Clear();
        return ready;
    }

    public void Clear() => _pending.Clear();

    bool IsCommand(string line) => line.StartsWith('\\') || (!IsPending && ShellWords.IsBareCommand(line));

    // An empty line within a text belongs to it.
    bool IsInsideQuotes() => isScript && IsPending && StatementText.FindEnd(_pending + ";") == 0;

    void TakeEnded(List<string> ready)
    {
        var text = _pending.ToString();
        while (StatementText.FindEnd(text) is > 0 and var end)
        {
            if (!StatementText.IsBlank(text.AsSpan(0, end - 1)))
                ready.Add(text[..end].Trim());
            text = text[end..];
        }

        _pending.Clear();
        if (!StatementText.IsBlank(text))
            _pending.Append(text.TrimStart());
    }

    void TakePending(List<string> ready)
    {
        var text = _pending.ToString().Trim();
        _pending.Clear();
        // Servers of every version want the semicolon; on a line of its own no comment swallows it.
        if (!StatementText.IsBlank(text))
            ready.Add(text.Contains("--", StringComparison.Ordinal) ? text + "\n;" : text + ";");
    }
}
