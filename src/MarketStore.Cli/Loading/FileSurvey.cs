namespace MarketStore.Cli.Loading;

/// <summary>What a file holds, found by reading all of it once.</summary>
/// <param name="Columns">One for each name of the header.</param>
/// <param name="RowCount">Rows behind the header, malformed ones too.</param>
internal sealed record FileSurvey(IReadOnlyList<string> Header, IReadOnlyList<ColumnSurvey> Columns, long RowCount)
{
    public static FileSurvey Take(CsvFile file)
    {
        var columns = file.Header.Select(_ => new ColumnSurvey()).ToArray();
        var rowCount = 0L;
        while (file.MoveNext())
        {
            rowCount++;
            // What a row of the wrong length means is anybody's guess: it is told when it is loaded.
            if (file.FieldCount != columns.Length)
                continue;
            for (var column = 0; column < columns.Length; column++)
                columns[column].Add(file[column], file.Line);
        }

        return new(file.Header, columns, rowCount);
    }
}
