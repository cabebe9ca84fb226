namespace MarketStore.Protocol.Streaming;

/// <summary>What a subscriber wants to happen when it reads more slowly than rows are published for it.</summary>
public enum SlowReaderPolicy
{
    /// <summary>Rows are left out, and it is told how many.</summary>
    Gap,

    /// <summary>The connection is closed.</summary>
    Cut,
}
