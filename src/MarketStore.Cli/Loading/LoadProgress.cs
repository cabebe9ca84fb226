using System.Globalization;

namespace MarketStore.Cli.Loading;

/// <summary>One line of a terminal that tells how far a load is.</summary>
/// <param name="terminal">Null where nobody watches.</param>
/// <param name="rowCount">Rows of the file; null if they were not counted.</param>
internal sealed class LoadProgress(TextWriter? terminal, long? rowCount)
{
    int _shown;

    public void Show(long storedRows)
    {
        if (terminal is null)
            return;
        var text = string.Create(CultureInfo.InvariantCulture, $"{storedRows:N0}{(rowCount is null ? "" : " of ")}{rowCount:N0} rows");
        terminal.Write($"\r{text.PadRight(_shown)}");
        _shown = text.Length;
    }

    /// <summary>Leaves the line empty for what comes next.</summary>
    public void Clear()
    {
        if (_shown == 0)
            return;
        terminal!.Write($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }
}
