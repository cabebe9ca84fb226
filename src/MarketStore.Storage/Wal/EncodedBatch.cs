using System.Buffers;
using MarketStore.Storage.Catalog;

namespace MarketStore.Storage.Wal;

/// <summary>The body of a batch record while it is made: sections one behind the other in one pooled buffer. Owned by the write until it is applied, then returned.</summary>
internal sealed class EncodedBatch : IDisposable
{
    /// <summary>The most bytes of one batch: a batch is one log record and one unit of memory.</summary>
    public const int MaxBytes = 1 << 30;

    byte[] _buffer;

    public EncodedBatch(int expectedBytes) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(expectedBytes, 256, MaxBytes));

    /// <summary>The buckets of the sections, in order.</summary>
    public List<Bucket> Buckets { get; } = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, Length);

    /// <summary>Appends a section and returns its zeroed payload for the caller to fill in before the next call.</summary>
    /// <exception cref="Core.Errors.MarketStoreException">The batch grows too large.</exception>
    public Span<byte> AddSection(Bucket bucket, int year, int rowBytes, int rowCount)
    {
        var header = new SectionHeader(bucket.LogId, year, rowBytes, rowCount);
        if (Length + SectionHeader.Size + header.PayloadBytes > MaxBytes)
            throw new Core.Errors.MarketStoreException(Core.Errors.ErrorKind.LimitExceeded, $"the rows of one write need more than {MaxBytes >> 20} MiB: write them in several requests");
        Buckets.Add(bucket);
        var start = Length + SectionHeader.Size;
        Length = start + (int)header.PayloadBytes;
        if (Length > _buffer.Length)
            Grow();
        header.Write(_buffer.AsSpan(start - SectionHeader.Size));
        var payload = _buffer.AsSpan(start, (int)header.PayloadBytes);
        // Padding between slots is zero on disk.
        payload.Clear();
        return payload;
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(MaxBytes, Math.Max(Length, 2L * _buffer.Length)));
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
