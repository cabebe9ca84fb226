namespace MarketStore.Server.Grpc;

/// <summary>Bounds of the gRPC service.</summary>
public sealed record MarketStoreGrpcOptions
{
    /// <summary>MiB of one answer.</summary>
    public int MaxSendMebibytes { get; init; } = 1024;

    /// <summary>MiB of one request.</summary>
    public int MaxReceiveMebibytes { get; init; } = 1024;

    /// <summary>The sizes in bytes, held within what a message can be.</summary>
    public int MaxSendBytes => ToBytes(MaxSendMebibytes);

    public int MaxReceiveBytes => ToBytes(MaxReceiveMebibytes);

    static int ToBytes(int mebibytes) => (int)Math.Clamp((long)mebibytes << 20, 1, int.MaxValue);
}
