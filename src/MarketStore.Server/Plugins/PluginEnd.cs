using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins;

/// <summary>How a plug-in is ended: what it throws on the way is an error in the log, and nobody else's.</summary>
/// <param name="what">What it is, and its name.</param>
/// <param name="log">Where it is told.</param>
internal sealed class PluginEnd(string what, ILogger log)
{
    /// <summary>Tells it to end: what it has registered for that may throw and hang as it may elsewhere.</summary>
    public async Task CancelAsync(CancellationTokenSource stop)
    {
        try
        {
            await stop.CancelAsync();
        }
        catch (Exception error)
        {
            LogFault(error);
        }
    }

    /// <summary>It threw since it was told to end.</summary>
    public void LogFault(Exception error) => log.LogError(error, "{Plugin} failed when it was told to end", what);

    /// <summary>Disposes a trigger or a worker that can be.</summary>
    public async Task DisposeAsync(object? plugin)
    {
        try
        {
            if (plugin is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (plugin as IDisposable)?.Dispose();
        }
        catch (Exception error)
        {
            log.LogError(error, "{Plugin} failed when it was disposed", what);
        }
    }
}
