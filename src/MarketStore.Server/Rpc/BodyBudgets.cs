namespace MarketStore.Server.Rpc;

/// <summary>
/// The bytes that bodies in flight may take, in two shares: announcing large bodies, which costs a client nothing, must not keep small requests waiting.
/// </summary>
internal sealed class BodyBudgets(RpcOptions options, TimeProvider clock)
{
    /// <summary>The largest body that takes from the share of small ones.</summary>
    public const int SmallBodyBytes = 1 << 20;

    // One eighth is for small bodies.
    const int SmallShare = 8;

    public ByteBudget Small { get; } = new(Math.Max(options.MaxBytesInFlight / SmallShare, 1), options.MaxWaitingRequests, options.MaxWaitForBytes, clock);

    public ByteBudget Large { get; } =
        new(Math.Max(options.MaxBytesInFlight - (options.MaxBytesInFlight / SmallShare), 1), options.MaxWaitingRequests, options.MaxWaitForBytes, clock);

    public ByteBudget For(long bodyBytes) => bodyBytes <= SmallBodyBytes ? Small : Large;
}
