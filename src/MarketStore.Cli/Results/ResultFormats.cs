namespace MarketStore.Cli.Results;

/// <summary>The forms by their names.</summary>
internal static class ResultFormats
{
    public const string Table = "table";
    public const string Csv = "csv";
    public const string Json = "json";

    public static IResultFormat Get(string name) => name switch
    {
        Csv => new CsvFormat(),
        Json => new JsonFormat(),
        _ => new TableFormat(),
    };
}
