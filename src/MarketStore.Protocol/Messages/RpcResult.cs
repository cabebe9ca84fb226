namespace MarketStore.Protocol.Messages;

/// <summary>What a method answers with. Dispose it once it has been sent.</summary>
public abstract class RpcResult : IDisposable
{
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
