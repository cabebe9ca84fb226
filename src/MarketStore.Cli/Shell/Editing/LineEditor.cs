using System.Globalization;

namespace MarketStore.Cli.Shell.Editing;

/// <summary>Lets a person type a line: cursor keys, the keys of Emacs, history and completion. It needs of a terminal no more than to move its cursor and to clear.</summary>
internal sealed class LineEditor(IKeyReader keys, TextWriter terminal, Func<int> terminalWidth, LineHistory history, Completer completer)
{
    const int MostShownCandidates = 200;

    readonly EditedLine _line = new();
    string _prompt = "";
    int _promptCells;
    int _cursorRow;

    /// <param name="prompt">Stands before the line, with its colours.</param>
    /// <param name="promptCells">Cells that the prompt takes.</param>
    public (LineEnding Ending, string Line) Read(string prompt, int promptCells)
    {
        (_prompt, _promptCells, _cursorRow) = (prompt, promptCells, 0);
        _line.Replace("");
        Draw();
        while (keys.Read() is { } key)
        {
            if (key.Key == ConsoleKey.Enter)
                return (LineEnding.Entered, EndLine(""));
            if (IsControl(key, ConsoleKey.C))
            {
                EndLine("^C");
                return (LineEnding.Interrupted, "");
            }

            if (IsControl(key, ConsoleKey.D) && _line.Text.Length == 0)
                break;
            Apply(key);
        }

        return (LineEnding.EndOfInput, EndLine(""));
    }

    string EndLine(string mark)
    {
        _line.MoveToEnd();
        Draw();
        terminal.Write(mark + "\r\n");
        history.Add(mark.Length == 0 ? _line.Text : "");
        return _line.Text;
    }

    void Apply(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Tab)
            Complete();
        else if (!char.IsControl(key.KeyChar) && !key.Modifiers.HasFlag(ConsoleModifiers.Control) && !key.Modifiers.HasFlag(ConsoleModifiers.Alt))
            Type(key.KeyChar.ToString());
        else if (FindAction(key) is { } act)
            Change(act);
    }

    Action? FindAction(ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.LeftArrow, Modifiers: not 0 } or { Key: ConsoleKey.B, Modifiers: ConsoleModifiers.Alt } => _line.MoveWordLeft,
        { Key: ConsoleKey.RightArrow, Modifiers: not 0 } or { Key: ConsoleKey.F, Modifiers: ConsoleModifiers.Alt } => _line.MoveWordRight,
        { Key: ConsoleKey.LeftArrow } or { Key: ConsoleKey.B, Modifiers: ConsoleModifiers.Control } => _line.MoveLeft,
        { Key: ConsoleKey.RightArrow } or { Key: ConsoleKey.F, Modifiers: ConsoleModifiers.Control } => _line.MoveRight,
        { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control } => _line.MoveToStart,
        { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control } => _line.MoveToEnd,
        { Key: ConsoleKey.UpArrow } or { Key: ConsoleKey.P, Modifiers: ConsoleModifiers.Control } => () => Recall(history.Back(_line.Text)),
        { Key: ConsoleKey.DownArrow } or { Key: ConsoleKey.N, Modifiers: ConsoleModifiers.Control } => () => Recall(history.Forward()),
        { Key: ConsoleKey.W, Modifiers: ConsoleModifiers.Control } or { Key: ConsoleKey.Backspace, Modifiers: not 0 } => _line.DeleteWord,
        { Key: ConsoleKey.Backspace } or { Key: ConsoleKey.H, Modifiers: ConsoleModifiers.Control } => _line.DeleteBefore,
        { Key: ConsoleKey.Delete } or { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } => _line.DeleteAfter,
        { Key: ConsoleKey.K, Modifiers: ConsoleModifiers.Control } => _line.DeleteToEnd,
        { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control } => _line.DeleteToStart,
        { Key: ConsoleKey.L, Modifiers: ConsoleModifiers.Control } => ClearScreen,
        _ => null,
    };

    static bool IsControl(ConsoleKeyInfo key, ConsoleKey letter) => key.Key == letter && key.Modifiers == ConsoleModifiers.Control;

    void Type(string text)
    {
        var isPlain = _line.IsAtEnd && (CellsBeforeCursor % Width) + DisplayWidth.Of(text) < Width && DisplayWidth.Of(text) == 1;
        _line.Insert(text);
        // At the end of a line, where most is typed, nothing else moves.
        if (isPlain)
            terminal.Write(text);
        else
            Draw();
    }

    void Change(Action act)
    {
        act();
        Draw();
    }

    void Recall(string? line)
    {
        if (line is not null)
            _line.Replace(line);
    }

    void ClearScreen()
    {
        terminal.Write("\u001b[H\u001b[2J");
        _cursorRow = 0;
    }

    void Complete()
    {
        var completion = completer.Complete(_line.Text[.._line.Cursor]);
        var word = _line.Text[completion.Start.._line.Cursor];
        var common = completion.CommonStart;
        if (common.Length > word.Length || (completion.Candidates.Count == 1 && common != word))
        {
            for (var cursor = completion.Start; _line.Cursor > cursor;)
                _line.DeleteBefore();
            // After a whole word comes the next one; a part of a key or path goes on.
            _line.Insert(completion.Candidates.Count == 1 && common[^1] is not '/' ? common + " " : common);
            Draw();
        }
        else if (completion.Candidates.Count > 1)
        {
            ShowCandidates(completion.Candidates);
        }
    }

    void ShowCandidates(IReadOnlyList<string> candidates)
    {
        var shown = candidates.Take(MostShownCandidates).Select(candidate => ShownText.Printable(candidate)).ToList();
        var cell = shown.Max(candidate => DisplayWidth.Of(candidate)) + 2;
        var perRow = Math.Max(1, Width / cell);
        terminal.Write("\r\n");
        foreach (var row in shown.Chunk(perRow))
            terminal.Write(string.Concat(row.Select(candidate => candidate.PadRight(cell))).TrimEnd() + "\r\n");
        if (candidates.Count > shown.Count)
            terminal.Write(string.Create(CultureInfo.InvariantCulture, $"and {candidates.Count - shown.Count} more\r\n"));
        _cursorRow = 0;
        Draw();
    }

    int Width => Math.Max(10, terminalWidth());

    int CellsBeforeCursor => _promptCells + DisplayWidth.Of(_line.Text.AsSpan(0, _line.Cursor));

    // Writes all of the line anew, over as many rows as it takes, and puts the cursor where it belongs.
    void Draw()
    {
        var width = Width;
        var endCells = _promptCells + DisplayWidth.Of(_line.Text);
        var up = _cursorRow > 0 ? Invariant($"\u001b[{_cursorRow}A") : "";
        // A terminal goes to the next row only with the character that does not fit any more.
        var wrap = endCells % width == 0 ? " \r" : "";
        var (endRow, cursorRow, cursorColumn) = (endCells / width, CellsBeforeCursor / width, CellsBeforeCursor % width);
        var back = endRow > cursorRow ? Invariant($"\u001b[{endRow - cursorRow}A") : "";
        var right = cursorColumn > 0 ? Invariant($"\u001b[{cursorColumn}C") : "";
        terminal.Write($"{up}\r\u001b[J{_prompt}{_line.Text}{wrap}{back}\r{right}");
        terminal.Flush();
        _cursorRow = cursorRow;
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
