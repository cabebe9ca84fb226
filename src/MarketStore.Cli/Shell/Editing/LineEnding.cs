namespace MarketStore.Cli.Shell.Editing;

/// <summary>How a line came to its end.</summary>
internal enum LineEnding
{
    Entered,

    /// <summary>Given up by Ctrl-C.</summary>
    Interrupted,

    /// <summary>There are no more lines: Ctrl-D, or the terminal went away.</summary>
    EndOfInput,
}
