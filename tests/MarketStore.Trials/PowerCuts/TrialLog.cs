using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.PowerCuts;

/// <summary>Keeps what the engine says of itself. Any thread.</summary>
sealed class TrialLog : ILogger
{
    readonly Lock _gate = new();
    readonly List<string> _errors = [];
    bool _hasReplayed;

    /// <summary>True when the last start found records in the log, and asked for a checkpoint.</summary>
    public bool HasReplayed
    {
        get
        {
            lock (_gate)
                return _hasReplayed;
        }
    }

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
                return [.. _errors];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            var text = formatter(state, null);
            if (logLevel >= LogLevel.Warning)
                _errors.Add(exception is null ? text : $"{text}: {exception.Message}");
            else
                _hasReplayed |= text.StartsWith("replayed ", StringComparison.Ordinal);
        }
    }
}
