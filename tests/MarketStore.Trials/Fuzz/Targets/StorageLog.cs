using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Keeps the kinds of warnings and errors: they are what tells one damage from another.</summary>
sealed class StorageLog : ILogger
{
    const int MaxKinds = 8;

    readonly ConcurrentQueue<string> _kinds = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (logLevel >= LogLevel.Warning && _kinds.Count < MaxKinds)
            _kinds.Enqueue(OutcomeText.KindOf(text));
    }

    public override string ToString() => string.Join(';', _kinds.Distinct());
}
