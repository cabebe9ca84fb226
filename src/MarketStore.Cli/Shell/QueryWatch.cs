using System.Diagnostics;
using System.Globalization;

namespace MarketStore.Cli.Shell;

/// <summary>Watches one query: tells a person that waits for how long it runs already, and at its end, if that is wanted, how long it took.</summary>
internal sealed class QueryWatch : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly ShellContext _context;
    readonly long _start = Stopwatch.GetTimestamp();
    readonly Lock _lock = new();
    readonly ITimer? _timer;
    int _shown;
    bool _isEnded;

    QueryWatch(ShellContext context)
    {
        _context = context;
        if (context.Terminal is not null)
            _timer = TimeProvider.System.CreateTimer(_ => ShowProgress(), null, Patience, Patience);
    }

    public static QueryWatch Start(ShellContext context) => new(context);

    public void Dispose()
    {
        var elapsed = Stopwatch.GetElapsedTime(_start);
        _timer?.Dispose();
        lock (_lock)
        {
            _isEnded = true;
            if (_shown > 0)
                _context.Terminal!.Write($"\r{new string(' ', _shown)}\r");
        }

        if (_context.ShowsTiming)
            _context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Elapsed query time: {elapsed.TotalMilliseconds:F3} ms"));
    }

    // On a thread of the pool.
    void ShowProgress()
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            var text = string.Create(CultureInfo.InvariantCulture, $"running for {Stopwatch.GetElapsedTime(_start).TotalSeconds:F0} s, Ctrl-C cancels");
            _context.Terminal!.Write($"\r{text}");
            _shown = text.Length;
        }
    }
}
