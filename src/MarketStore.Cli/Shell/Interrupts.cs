namespace MarketStore.Cli.Shell;

/// <summary>Makes Ctrl-C cancel the statement that runs. Where none runs, a person goes on typing, and a script ends as any program would.</summary>
internal sealed class Interrupts : IDisposable
{
    readonly bool _isScript;
    readonly Lock _lock = new();
    CancellationTokenSource? _running;

    public Interrupts(bool isScript)
    {
        _isScript = isScript;
        Console.CancelKeyPress += OnInterrupt;
    }

    /// <summary>Whether one came while a statement ran.</summary>
    public bool HasCome { get; private set; }

    /// <summary>Runs a statement; its token is canceled when Ctrl-C is pressed.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> act)
    {
        using var running = new CancellationTokenSource();
        lock (_lock)
            _running = running;
        try
        {
            await act(running.Token);
        }
        finally
        {
            lock (_lock)
                _running = null;
        }
    }

    public void Dispose() => Console.CancelKeyPress -= OnInterrupt;

    // On a thread of the runtime's own.
    void OnInterrupt(object? sender, ConsoleCancelEventArgs arguments)
    {
        lock (_lock)
        {
            arguments.Cancel = _running is not null || !_isScript;
            if (_running is null)
                return;
            HasCome = true;
            _running.Cancel();
        }
    }
}
