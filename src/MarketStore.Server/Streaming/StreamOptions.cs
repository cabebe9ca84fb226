namespace MarketStore.Server.Streaming;

/// <summary>Bounds and times of the live stream: nothing that a subscriber can make grow is left open.</summary>
public sealed record StreamOptions
{
    /// <summary>Subscribers at a time; further ones are answered 503.</summary>
    public int MaxConnections { get; init; } = 4_096;

    /// <summary>Bytes of one message from a subscriber; a longer one closes its connection (1009).</summary>
    public int MaxMessageBytes { get; init; } = 256 << 10;

    /// <summary>Patterns of one subscription.</summary>
    public int MaxPatterns { get; init; } = 8_192;

    /// <summary>Characters of one pattern.</summary>
    public int MaxPatternLength { get; init; } = 1_024;

    /// <summary>Characters of all patterns of one subscription that are more than a plain key: what matching one key may cost.</summary>
    public int MaxWildcardCharacters { get; init; } = 16_384;

    /// <summary>Bytes that wait for one subscriber; what does not fit is left out, or cuts it, as it asked.</summary>
    public long MaxQueuedBytes { get; init; } = 4 << 20;

    /// <summary>Bytes that wait for all subscribers; what several wait for counts for each. When little of it is left, that is what one may hold, down to 64 KiB.</summary>
    public long MaxQueuedBytesOfAll { get; init; } = 32 << 20;

    /// <summary>Frames that wait for one subscriber.</summary>
    public int MaxQueuedFrames { get; init; } = 32_768;

    /// <summary>Runs of rows that a subscriber which resumes can miss behind what it was sent, over all its buckets, and be sent alone. With more, what lies between some of them comes again.</summary>
    public int MaxMissedRuns { get; init; } = 4_096;

    /// <summary>Buckets whose stored rows are read at a time, over all subscribers.</summary>
    public int MaxStoredReads { get; init; } = 4;

    /// <summary>A subscriber that takes nothing for so long is cut.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(54);

    /// <summary>A subscriber that answered no ping for so long is cut.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the other side may take to answer a close.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
