using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.FailingCalls;

/// <summary>Keeps what the engine logged as a warning or worse. Any thread.</summary>
sealed class CapturedLog : ILogger
{
    readonly Lock _gate = new();
    readonly List<(LogLevel Level, string Text)> _entries = [];

    public IReadOnlyList<string> Errors => At(LogLevel.Error);

    public IReadOnlyList<string> Warnings => At(LogLevel.Warning);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (_gate)
            _entries.Add((logLevel, exception is null ? formatter(state, null) : $"{formatter(state, exception)}: {exception}"));
    }

    /// <summary>Of this level or worse.</summary>
    List<string> At(LogLevel level)
    {
        lock (_gate)
            return [.. _entries.Where(entry => entry.Level >= level).Select(entry => entry.Text)];
    }
}
