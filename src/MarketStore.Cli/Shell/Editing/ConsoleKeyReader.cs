namespace MarketStore.Cli.Shell.Editing;

/// <summary>The keys of the console.</summary>
internal sealed class ConsoleKeyReader : IKeyReader
{
    public ConsoleKeyInfo? Read()
    {
        try
        {
            var key = Console.ReadKey(intercept: true);
            // A terminal that went away gives keys of nothing.
            return key is { Key: ConsoleKey.None, KeyChar: '\0' } ? null : key;
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            return null;
        }
    }
}
