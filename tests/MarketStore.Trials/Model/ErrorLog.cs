using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.Model;

/// <summary>Keeps what the engine warns of: on a disk without faults there is nothing to warn of. Any thread.</summary>
sealed class ErrorLog : ILogger
{
    readonly Lock _gate = new();
    readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_gate)
                return [.. _texts];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (_gate)
            _texts.Add(exception is null ? formatter(state, null) : $"{formatter(state, exception)}: {exception}");
    }
}
