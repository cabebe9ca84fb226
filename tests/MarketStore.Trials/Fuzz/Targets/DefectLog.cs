using System.Runtime.ExceptionServices;
using MarketStore.Core.Errors;
using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Takes what is logged and keeps the first exception that is no answer to a client: the server turned a defect of its own into an error text.</summary>
class DefectLog : ILogger
{
    Exception? _defect;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // What a message holds is formatted as the server's own log would.
        _ = formatter(state, exception);
        if (logLevel >= LogLevel.Error && exception is not null and not MarketStoreException)
            Interlocked.CompareExchange(ref _defect, exception, null);
    }

    /// <summary>Throws what was kept.</summary>
    public void ThrowDefect()
    {
        if (Interlocked.Exchange(ref _defect, null) is { } defect)
            ExceptionDispatchInfo.Throw(defect);
    }
}
