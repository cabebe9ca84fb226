namespace MarketStore.Cli.Shell.Editing;

/// <summary>The keys of the console. While one is waited for, Ctrl-C is a key and no signal.</summary>
internal sealed class ConsoleKeyReader : IKeyReader
{
    public ConsoleKeyInfo? Read()
    {
        try
        {
            Console.TreatControlCAsInput = true;
            var key = Console.ReadKey(intercept: true);
            // A terminal that went away gives keys of nothing.
            return key is { Key: ConsoleKey.None, KeyChar: '\0' } ? null : key;
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }
}
