namespace MarketStore.Cli.Shell.Editing;

/// <summary>The keys that a person presses.</summary>
internal interface IKeyReader
{
    /// <summary>Waits for the next key; null at the end of the input.</summary>
    ConsoleKeyInfo? Read();
}
