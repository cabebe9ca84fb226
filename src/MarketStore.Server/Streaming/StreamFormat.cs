namespace MarketStore.Server.Streaming;

/// <summary>How a subscriber is spoken to: as it subscribed.</summary>
internal enum StreamFormat
{
    /// <summary>Binary frames.</summary>
    MessagePack,

    /// <summary>Text frames, for browsers.</summary>
    Json,
}
