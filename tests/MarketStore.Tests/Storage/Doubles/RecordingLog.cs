using Microsoft.Extensions.Logging;

namespace MarketStore.Tests.Storage.Doubles;

/// <summary>Keeps what was logged. Any thread.</summary>
sealed class RecordingLog : ILogger
{
    readonly Lock _gate = new();
    readonly List<(LogLevel Level, string Text)> _entries = [];

    public IReadOnlyList<string> Errors => Texts(LogLevel.Error);

    public IReadOnlyList<string> Warnings => Texts(LogLevel.Warning);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _entries.Add((logLevel, exception is null ? formatter(state, null) : $"{formatter(state, exception)}: {exception}"));
    }

    /// <summary>Errors include critical ones.</summary>
    IReadOnlyList<string> Texts(LogLevel level)
    {
        lock (_gate)
            return [.. _entries.Where(entry => entry.Level == level || (level == LogLevel.Error && entry.Level > level)).Select(entry => entry.Text)];
    }
}
