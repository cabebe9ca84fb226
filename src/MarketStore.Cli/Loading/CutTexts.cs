namespace MarketStore.Cli.Loading;

/// <summary>Texts that were too long for their column: all are counted, the first is kept.</summary>
internal sealed class CutTexts
{
    string? _first;

    public long Count { get; private set; }

    public void Add(CsvFile row, string column, ReadOnlySpan<char> text)
    {
        Count++;
        _first ??= $"{row.Path}, line {row.Line}, column {ShownText.Quote(column)}: {ShownText.Quote(text)}";
    }

    public void Write(TextWriter error)
    {
        if (Count > 0)
            error.WriteLine($"warning: {Count} {(Count == 1 ? "text was" : "texts were")} cut to what the column holds, the first in {_first}");
    }
}
