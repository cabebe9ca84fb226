using System.Buffers;

namespace MarketStore.Server.Rpc;

/// <summary>The whole body of one request in one rented buffer. Dispose it once nothing refers to its bytes any more.</summary>
internal sealed class RequestBody : IDisposable
{
    readonly ByteBudget _budget;
    byte[] _buffer = [];
    int _bytes;
    long _takenBytes;

    RequestBody(ByteBudget budget) => _budget = budget;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _bytes);

    /// <summary>Reads a body. The caller disposes it, also when it was refused.</summary>
    /// <param name="announcedBytes">The Content-Length; null when the body comes in chunks.</param>
    /// <exception cref="RequestRefusedException">The body is too large, or there is no room for it now.</exception>
    /// <exception cref="IOException">The client broke off.</exception>
    public static async Task<RequestBody> ReadAsync(Stream source, long? announcedBytes, RpcOptions options, ByteBudget budget, CancellationToken cancellationToken)
    {
        if (announcedBytes > options.MaxRequestBytes)
            throw RequestRefusedException.TooLarge(options.MaxRequestBytes);
        var body = new RequestBody(budget);
        try
        {
            if (!await body.TryStartAsync(announcedBytes, cancellationToken))
                throw RequestRefusedException.Busy();
            await body.FillAsync(source, options.MaxRequestBytes, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        _budget.Return(Interlocked.Exchange(ref _takenBytes, 0));
    }

    // An announced length was checked against the limit, and the bytes are set aside before they are rented. Without one, the buffer grows with what comes.
    async ValueTask<bool> TryStartAsync(long? announcedBytes, CancellationToken cancellationToken)
    {
        const int FirstChunkedBytes = 64 << 10;
        var bytes = announcedBytes ?? FirstChunkedBytes;
        if (!await _budget.TryTakeAsync(bytes, cancellationToken))
            return false;
        _takenBytes = bytes;
        // One byte more shows that the body ends where it said, without another buffer.
        _buffer = ArrayPool<byte>.Shared.Rent((int)bytes + 1);
        return true;
    }

    async Task FillAsync(Stream source, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_bytes == _buffer.Length)
                Grow(maxBytes);
            var read = await source.ReadAsync(_buffer.AsMemory(_bytes), cancellationToken);
            if (read == 0)
                return;
            _bytes += read;
            if (_bytes > maxBytes)
                throw RequestRefusedException.TooLarge(maxBytes);
        }
    }

    // Does not wait for bytes: two growing requests could wait for each other for ever.
    void Grow(int maxBytes)
    {
        var larger = Math.Min(2L * _buffer.Length, Math.Max(maxBytes, _buffer.Length) + 1L);
        if (!_budget.TryTake(larger - _takenBytes))
            throw RequestRefusedException.Busy();
        _takenBytes = larger;
        var buffer = ArrayPool<byte>.Shared.Rent((int)larger);
        Bytes.CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = buffer;
    }
}
