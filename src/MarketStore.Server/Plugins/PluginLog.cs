using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins;

/// <summary>
/// The server's log for one plug-in: lines carry its name, and one that logs without end floods nobody's log. What is beyond the budget is left out, and counted; every ten seconds one line says how much.
/// Any thread.
/// </summary>
internal sealed class PluginLog : ILogger, IDisposable
{
    public const int Burst = 500;
    public const int LinesPerSecond = 10;

    const int MaxLineLength = 16_384;

    static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    readonly string _name;
    readonly ILogger _log;
    readonly LineBudget _budget;
    readonly TimeProvider _clock;
    readonly Lock _gate = new();
    long _leftOut;
    long _reported;
    ITimer? _reporter; // there while lines are left out of which nobody was told

    public PluginLog(string name, ILogger log, TimeProvider clock) => (_name, _log, _clock, _budget) = (name, log, clock, new(clock, Burst, LinesPerSecond));

    /// <summary>Lines that were left out, since the start.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || !TryTake())
            return;
        var text = $"{_name}: {formatter(state, exception)}";
        // What an exception says is as long as the plug-in likes.
        if (exception?.ToString() is { Length: > MaxLineLength } trace)
            (text, exception) = ($"{text}: {trace}", null);
        _log.Log(logLevel, eventId, Cut(text), exception, static (line, _) => line);
    }

    /// <summary>Says what was left out and has not been told of.</summary>
    public void Dispose() => Report();

    bool TryTake()
    {
        lock (_gate)
        {
            if (_budget.TryTake())
                return true;
            _leftOut++;
            _reporter ??= _clock.CreateTimer(_ => Report(), null, ReportInterval, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    void Report()
    {
        long count;
        lock (_gate)
        {
            (count, _reported) = (_leftOut - _reported, _leftOut);
            _reporter?.Dispose();
            _reporter = null;
        }

        if (count > 0)
            _log.LogWarning("{Name}: {Count} log lines of this plug-in were left out: {Burst} at once and {Rate} a second are shown", _name, count, Burst, LinesPerSecond);
    }

    static string Cut(string text) => text.Length <= MaxLineLength ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MaxLineLength)}… ({text.Length} characters)");
}
