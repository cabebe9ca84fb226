using System.Buffers;

namespace MarketStore.Sql.Worker.Link;

/// <summary>A message that came. Whoever is done with it disposes it.</summary>
internal sealed class Message(MessageKind kind, byte[] buffer, int length) : IDisposable
{
    public MessageKind Kind { get; } = kind;

    /// <summary>What follows its kind.</summary>
    public ReadOnlySpan<byte> Content => buffer.AsSpan(0, length);

    public MessageFields Fields => new(Content);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
