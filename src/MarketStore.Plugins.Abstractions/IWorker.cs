namespace MarketStore.Plugins.Abstractions;

/// <summary>Does something beside the server, such as feeding it.</summary>
public interface IWorker
{
    /// <summary>Runs until it is cancelled. A worker that throws is made anew after a while; one that returns is done.</summary>
    /// <param name="cancellationToken">Ends when the server stops.</param>
    Task RunAsync(CancellationToken cancellationToken);
}
