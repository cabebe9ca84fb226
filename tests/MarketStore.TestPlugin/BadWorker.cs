using MarketStore.Plugins.Abstractions;

namespace MarketStore.TestPlugin;

/// <summary>Throws, or pays no heed to the end.</summary>
sealed class BadWorker(string mode) : IWorker
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        mode == "throw" ? throw new InvalidOperationException("a defect of the worker") : Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
}
