using System.Text;

namespace MarketStore.Sql.Rewriting;

/// <summary>Changes to a statement's text, which remember where everything came from.</summary>
internal sealed class TextEdits(string text)
{
    readonly List<(int Start, int End, string Replacement)> _edits = [];
    readonly HashSet<int> _starts = [];
    bool _isSorted = true;

    public string Text { get; } = text;

    /// <summary>Puts something in the place of characters; a place that was changed already stays as it is.</summary>
    public void Replace(int start, int end, string replacement)
    {
        if (!_starts.Add(start))
            return;
        _edits.Add((start, end, replacement));
        _isSorted = false;
    }

    /// <summary>True when something within a part of the text is changed.</summary>
    public bool Changes(int start, int end)
    {
        var edits = Sorted();
        var (low, high) = (0, edits.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (edits[middle].Start < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low < edits.Count && edits[low].Start < end;
    }

    /// <summary>The changed text.</summary>
    public string Apply()
    {
        var result = new StringBuilder();
        var position = 0;
        foreach (var (start, end, replacement) in Sorted())
        {
            result.Append(Text, position, start - position).Append(replacement);
            position = end;
        }

        return result.Append(Text, position, Text.Length - position).ToString();
    }

    /// <summary>Where a place of the changed text was before.</summary>
    public int Before(int offset)
    {
        var shift = 0;
        foreach (var (start, end, replacement) in Sorted())
        {
            if (offset < start + shift)
                break;
            if (offset < start + shift + replacement.Length)
                return start;
            shift += replacement.Length - (end - start);
        }

        return Math.Clamp(offset - shift, 0, Text.Length);
    }

    /// <summary>In their order; what lies within another is left out.</summary>
    List<(int Start, int End, string Replacement)> Sorted()
    {
        if (_isSorted)
            return _edits;
        _edits.Sort((left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.End.CompareTo(left.End));
        var position = 0;
        _edits.RemoveAll(edit =>
        {
            var isWithin = edit.Start < position;
            position = Math.Max(position, edit.End);
            return isWithin;
        });
        _isSorted = true;
        return _edits;
    }
}
