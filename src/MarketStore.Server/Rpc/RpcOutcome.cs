namespace MarketStore.Server.Rpc;

/// <summary>What became of one request, gathered while it is handled.</summary>
internal sealed class RpcOutcome
{
    /// <summary>Null until a method is about to run.</summary>
    public string? Method { get; set; }

    public bool Succeeded { get; set; }
}
