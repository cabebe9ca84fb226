namespace MarketStore.Protocol.Messages;

/// <summary>The answer to Query: one dataset for each request, in their order; null where there is none. Owns the rows through <paramref name="owners"/>.</summary>
/// <param name="timezone">The IANA name of the zone that slots are counted in: a hint for display.</param>
public sealed class QueryResponse(IReadOnlyList<Dataset?> results, string version, string timezone, IReadOnlyList<IDisposable> owners) : RpcResult
{
    public IReadOnlyList<Dataset?> Results { get; } = results;

    public string Version { get; } = version;

    public string Timezone { get; } = timezone;

    protected override void Dispose(bool disposing)
    {
        foreach (var owner in owners)
            owner.Dispose();
        base.Dispose(disposing);
    }
}
