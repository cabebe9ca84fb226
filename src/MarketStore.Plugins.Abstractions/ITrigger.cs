namespace MarketStore.Plugins.Abstractions;

/// <summary>Hears of rows that were committed. One call at a time.</summary>
public interface ITrigger
{
    /// <summary>
    /// Takes what was committed since the last call: in the order of the commits, each bucket's part of a batch as one event, readable by now. What fails comes again, and so may what was
    /// not done before a crash: doing the same twice must do no harm. The rows are the host's and gone after the call.
    /// </summary>
    /// <param name="events">One at least.</param>
    /// <param name="cancellationToken">Ends when the server stops and waits no longer.</param>
    ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken);
}
