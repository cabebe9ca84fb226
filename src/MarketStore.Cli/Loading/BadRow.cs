namespace MarketStore.Cli.Loading;

/// <summary>A row that cannot be loaded.</summary>
/// <param name="Line">The line that it begins in, from 1.</param>
/// <param name="Problem">Names the column, and quotes the text that is wrong.</param>
internal sealed record BadRow(string Path, int Line, string Problem)
{
    public override string ToString() => $"{Path}, line {Line}, {Problem}";

    public static BadRow OfField(CsvFile row, string column, ReadOnlySpan<char> text, string expectation) =>
        new(row.Path, row.Line, $"column {ShownText.Quote(column)}: {(text.IsWhiteSpace() ? "the field is empty" : $"{ShownText.Quote(text)} is no {expectation}")}");

    public static BadRow OfLength(CsvFile row) => new(row.Path, row.Line, $"{row.FieldCount} columns instead of {row.Header.Count}: {ShownText.Quote(row.Row)}");
}
