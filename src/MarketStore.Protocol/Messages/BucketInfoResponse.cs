using MarketStore.Core.Types;

namespace MarketStore.Protocol.Messages;

/// <summary>What GetInfo says of one bucket.</summary>
public sealed record BucketInfoResponse(ServerResponse ServerResponse)
{
    /// <summary>The year of the newest year file, 0 on error.</summary>
    public long LatestYear { get; init; }

    public long TimeframeNanoseconds { get; init; }

    /// <summary>Epoch first, then the bucket's columns; null on error.</summary>
    public IReadOnlyList<DataShape>? Shapes { get; init; }

    public RecordType RecordType { get; init; }
}
