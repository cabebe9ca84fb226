using System.Text;

namespace MarketStore.Cli.Shell.Editing;

/// <summary>A line under the hands of a person: its text, and where the cursor stands. Characters of two parts are never taken apart.</summary>
internal sealed class EditedLine
{
    readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    /// <summary>Before which character the cursor stands; the length of the text at its end.</summary>
    public int Cursor { get; private set; }

    public bool IsAtEnd => Cursor == _text.Length;

    public void Replace(string text)
    {
        _text.Clear().Append(text);
        Cursor = text.Length;
    }

    public void Insert(string text)
    {
        _text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    public void MoveLeft() => Cursor = Before(Cursor);

    public void MoveRight() => Cursor = After(Cursor);

    public void MoveToStart() => Cursor = 0;

    public void MoveToEnd() => Cursor = _text.Length;

    public void MoveWordLeft() => Cursor = WordStart();

    public void MoveWordRight()
    {
        while (!IsAtEnd && char.IsWhiteSpace(_text[Cursor]))
            Cursor++;
        while (!IsAtEnd && !char.IsWhiteSpace(_text[Cursor]))
            Cursor++;
    }

    public void DeleteBefore() => RemoveBefore(Before(Cursor));

    public void DeleteAfter() => _text.Remove(Cursor, After(Cursor) - Cursor);

    public void DeleteToEnd() => _text.Remove(Cursor, _text.Length - Cursor);

    public void DeleteToStart() => RemoveBefore(0);

    public void DeleteWord() => RemoveBefore(WordStart());

    void RemoveBefore(int start)
    {
        _text.Remove(start, Cursor - start);
        Cursor = start;
    }

    int WordStart()
    {
        var start = Cursor;
        while (start > 0 && char.IsWhiteSpace(_text[start - 1]))
            start--;
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]))
            start--;
        return start;
    }

    int Before(int position) => position > 1 && char.IsLowSurrogate(_text[position - 1]) && char.IsHighSurrogate(_text[position - 2]) ? position - 2 : Math.Max(0, position - 1);

    int After(int position) => position + 1 < _text.Length && char.IsHighSurrogate(_text[position]) && char.IsLowSurrogate(_text[position + 1]) ? position + 2 : Math.Min(_text.Length, position + 1);
}
