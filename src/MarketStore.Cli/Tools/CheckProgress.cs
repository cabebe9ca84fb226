using System.Globalization;

namespace MarketStore.Cli.Tools;

/// <summary>One line of a terminal that tells how far a look over a data directory is. Any thread.</summary>
/// <param name="terminal">Null where nobody watches.</param>
internal sealed class CheckProgress(TextWriter? terminal)
{
    const int MillisecondsBetween = 100;

    readonly Lock _gate = new();
    long _next;
    int _shown;

    public void Show(long done, long all)
    {
        if (terminal is null)
            return;
        lock (_gate)
        {
            // A terminal that is written to for each of thousands of buckets is what one would wait for.
            if (Environment.TickCount64 < _next)
                return;
            _next = Environment.TickCount64 + MillisecondsBetween;
            var text = string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} buckets");
            terminal.Write($"\r{text.PadRight(_shown)}");
            _shown = text.Length;
        }
    }

    /// <summary>Leaves the line empty for what comes next.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_shown == 0)
                return;
            terminal!.Write($"\r{new string(' ', _shown)}\r");
            _shown = 0;
        }
    }
}
