using MarketStore.Core.Keys;
using MarketStore.Server.Streaming.WebSockets;

namespace MarketStore.Server.Streaming.Sending;

/// <summary>Whole WebSocket frames, one behind the other, as they go to the socket. Shared by all subscribers that they are for, and never changed.</summary>
/// <param name="Bytes">Headers and payloads.</param>
/// <param name="FrameCount">One frame for each row.</param>
/// <param name="Key">The bucket of the rows; null for replies and notices.</param>
/// <param name="Sequence">That of the batch.</param>
internal sealed record FrameBlock(ReadOnlyMemory<byte> Bytes, int FrameCount, TimeBucketKey? Key = null, long Sequence = 0)
{
    /// <summary>A block of some of the frames.</summary>
    /// <param name="isTaken">For each frame, whether it is one of them.</param>
    public FrameBlock Take(ReadOnlySpan<bool> isTaken)
    {
        var taken = new byte[Bytes.Length];
        var (used, count) = (0, 0);
        var rest = Bytes.Span;
        foreach (var isWanted in isTaken)
        {
            var frame = rest[..WebSocketFrame.LengthOf(rest)];
            rest = rest[frame.Length..];
            if (!isWanted)
                continue;
            frame.CopyTo(taken.AsSpan(used));
            used += frame.Length;
            count++;
        }

        return this with { Bytes = taken.AsMemory(0, used), FrameCount = count };
    }
}
