namespace MarketStore.Cli.Results;

/// <summary>Writes answers in one form.</summary>
internal interface IResultFormat
{
    void Write(ResultSet result, TextWriter output);
}
