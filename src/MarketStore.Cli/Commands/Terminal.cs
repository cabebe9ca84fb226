namespace MarketStore.Cli.Commands;

/// <summary>Tells whether somebody watches.</summary>
internal static class Terminal
{
    /// <summary>Standard error if it is a terminal; null if it is not, or is another writer.</summary>
    public static TextWriter? Find(TextWriter error) => ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? error : null;
}
