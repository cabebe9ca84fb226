using MarketStore.Core.Keys;
using MarketStore.Server.Streaming.Patterns;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Server.Streaming.Sending;

namespace MarketStore.Server.Streaming;

/// <summary>What one subscriber asked for last. Rows are handed to it under the hub's lock.</summary>
internal sealed class Subscription(StreamConnection connection, PatternSet patterns, StreamFormat format, ResumePlan? resume)
{
    volatile bool _isActive = true;

    public StreamConnection Connection => connection;

    public StreamFormat Format => format;

    public ResumePlan? Resume => resume;

    /// <summary>False once another one took its place, or the subscriber left.</summary>
    public bool IsActive => _isActive;

    public bool Matches(string key) => patterns.Matches(key);

    public void End()
    {
        _isActive = false;
        resume?.Forget();
    }

    /// <summary>True when the rows need not even be encoded.</summary>
    public bool TryMiss(TimeBucketKey key, int rowCount) => resume is not { IsLive: false } && connection.TryMiss(key, rowCount);

    /// <summary>Takes the rows at hand. Returns true when the pump must be told.</summary>
    public bool Deliver(BatchEncoder rows)
    {
        var block = resume is null ? rows.Encode(format) : resume.Pass(rows, format);
        return block is not null && connection.Offer(block);
    }
}
