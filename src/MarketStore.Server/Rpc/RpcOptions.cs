using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MarketStore.Server.Rpc;

/// <summary>Bounds of the JSON-RPC endpoint.</summary>
public sealed record RpcOptions
{
    /// <summary>Bytes of one request's body; at most 2 GiB less a little, since a body lies in one buffer.</summary>
    public int MaxRequestBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength - 1);
            field = value;
        }
    } = 256 << 20;

    /// <summary>Bytes of the bodies of all requests in flight. Requests above it wait before their body is read. An eighth is kept for bodies of up to 1 MiB.</summary>
    public long MaxBytesInFlight { get; init; } = 1L << 30;

    /// <summary>How long a request waits for its share of <see cref="MaxBytesInFlight"/> before it is refused.</summary>
    public TimeSpan MaxWaitForBytes { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the sender of a body over 1 MiB must manage once it has begun; slower ones are cut.</summary>
    public MinDataRate MinLargeBodyDataRate { get; init; } = new(bytesPerSecond: 32 << 10, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>Requests that may wait for bytes at a time; further ones are refused at once.</summary>
    public int MaxWaitingRequests { get; init; } = 1024;
}
