using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Console;

/// <summary>Makes the logger factory of a server.</summary>
public static class ServerLogging
{
    /// <summary>Our own entries from a level on, and those of the frameworks from warnings on.</summary>
    public static ILoggerFactory CreateFactory(ILoggerProvider log, LogLevel level)
    {
        var frameworks = level > LogLevel.Warning ? level : LogLevel.Warning;
        var filters = new LoggerFilterOptions { MinLevel = level };
        foreach (var category in (ReadOnlySpan<string>)["Microsoft", "Grpc", "System"])
            filters.AddFilter(category, frameworks);
        // What the hosts of the listeners have to say reaches the caller as an exception.
        filters.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // As long as its log is on, every request makes an Activity.
        filters.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return new LoggerFactory([log], filters);
    }
}
