using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Console;

// Levels are filtered by the logger factory. Scopes are not shown.
internal sealed class JsonLineLogger(JsonLineLog log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            log.Add(logLevel, formatter(state, exception), exception);
    }
}
