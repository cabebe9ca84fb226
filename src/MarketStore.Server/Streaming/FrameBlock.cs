using MarketStore.Core.Keys;
using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming;

/// <summary>Whole WebSocket frames, one behind the other, as they go to the socket. Shared by all subscribers that they are for, and never changed.</summary>
/// <param name="Bytes">Headers and payloads.</param>
/// <param name="FrameCount">One frame for each row.</param>
/// <param name="Key">The bucket of the rows; null for replies and notices.</param>
/// <param name="Sequence">That of the batch.</param>
/// <param name="First">The least position of the rows.</param>
internal sealed record FrameBlock(ReadOnlyMemory<byte> Bytes, int FrameCount, TimeBucketKey? Key = null, long Sequence = 0, EpochTime First = default);
