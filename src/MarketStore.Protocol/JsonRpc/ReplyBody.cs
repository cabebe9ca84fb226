using System.Buffers;
using System.IO.Pipelines;
using MarketStore.Core.Errors;
using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>
/// The body of an answer: encoded text with columns in between, which stay where they are until the body is written. So the length is known before
/// the first byte, and a column is copied once, into the response. Not for several threads; the rows must live until the body is written.
/// </summary>
public sealed class ReplyBody : IBufferWriter<byte>, IDisposable
{
    // What is written before the pipe is asked to move it on: a quarter of what may wait unsent, so that sender and writer seldom wait for each other.
    const int FlushThreshold = 256 << 10;

    readonly List<ColumnBlock> _blocks = [];
    byte[] _text = ArrayPool<byte>.Shared.Rent(4096);
    int _textBytes;
    long _blockBytes;

    public long Length => _textBytes + _blockBytes;

    public void Advance(int count) => _textBytes += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureSpace(sizeHint);
        return _text.AsMemory(_textBytes);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureSpace(sizeHint);
        return _text.AsSpan(_textBytes);
    }

    /// <summary>Puts a column of all buckets here.</summary>
    internal void AddColumn(Dataset dataset, int column, bool asBase64)
    {
        var block = new ColumnBlock(_textBytes, dataset, column, asBase64);
        _blocks.Add(block);
        _blockBytes += block.Length;
    }

    /// <summary>Takes back all that was encoded, for an answer that turned into an error half-way.</summary>
    public void Clear()
    {
        _blocks.Clear();
        (_textBytes, _blockBytes) = (0, 0);
    }

    /// <summary>Writes and flushes everything. Returns early when the reader of the pipe is gone.</summary>
    public async Task WriteToAsync(PipeWriter output, CancellationToken cancellationToken = default)
    {
        var pending = 0;
        foreach (var piece in Pieces())
        {
            for (var offset = 0; offset < piece.Length; offset += FlushThreshold)
            {
                var part = piece.Slice(offset, Math.Min(FlushThreshold, piece.Length - offset));
                output.Write(part.Span);
                pending += part.Length;
                if (pending < FlushThreshold)
                    continue;
                pending = 0;
                var flushed = await output.FlushAsync(cancellationToken);
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return;
            }
        }

        await output.FlushAsync(cancellationToken);
    }

    public byte[] ToArray()
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var piece in Pieces())
            bytes.Write(piece.Span);
        return bytes.WrittenSpan.ToArray();
    }

    public void Dispose()
    {
        var text = Interlocked.Exchange(ref _text, []);
        if (text.Length > 0)
            ArrayPool<byte>.Shared.Return(text);
    }

    IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        var position = 0;
        foreach (var block in _blocks)
        {
            yield return _text.AsMemory(position, block.Position - position);
            position = block.Position;
            foreach (var piece in block.Pieces())
                yield return piece;
        }

        yield return _text.AsMemory(position, _textBytes - position);
    }

    void EnsureSpace(int sizeHint)
    {
        var needed = (long)_textBytes + Math.Max(sizeHint, 1);
        if (needed <= _text.Length)
            return;
        if (needed > Array.MaxLength)
            throw new MarketStoreException(ErrorKind.LimitExceeded, "the answer is too large");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * _text.Length), Array.MaxLength));
        _text.AsSpan(0, _textBytes).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_text);
        _text = larger;
    }
}
