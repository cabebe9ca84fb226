namespace MarketStore.Load.Wires;

/// <summary>One connection, for one thread.</summary>
interface IConnection : IDisposable
{
    /// <summary>Sends a prepared call and waits for its answer. Returns the bytes of the answer.</summary>
    /// <exception cref="InvalidOperationException">The server refused it.</exception>
    int Call(object prepared);
}
