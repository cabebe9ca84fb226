using Microsoft.Extensions.Hosting;

namespace MarketStore.Server.Hosting;

// Listeners start and stop when the server says so; the default lifetime would take the signals away from it.
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
