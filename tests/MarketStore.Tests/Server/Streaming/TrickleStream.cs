namespace MarketStore.Tests.Server.Streaming;

/// <summary>Gives its bytes in two pieces, the second of which comes byte by byte.</summary>
sealed class TrickleStream(byte[] bytes, int split) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, Position < split ? split - (int)Position : 1)], cancellationToken);
}
