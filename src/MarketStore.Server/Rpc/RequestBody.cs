using System.Buffers;

namespace MarketStore.Server.Rpc;

/// <summary>The whole body of one request in one rented buffer. Dispose it once nothing refers to its bytes any more.</summary>
internal sealed class RequestBody : IDisposable
{
    const int FirstChunkedBytes = 64 << 10;

    readonly BodyBudgets _budgets;
    byte[] _buffer = [];
    int _bytes;

    // What was taken, and from where.
    ByteBudget _budget;
    long _takenBytes;

    RequestBody(BodyBudgets budgets) => (_budgets, _budget) = (budgets, budgets.Small);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _bytes);

    /// <param name="announcedBytes">The Content-Length; null when the body comes in chunks.</param>
    /// <exception cref="RequestRefusedException">The body is too large, or there is no room for it now.</exception>
    /// <exception cref="IOException">The client broke off.</exception>
    public static async Task<RequestBody> ReadAsync(Stream source, long? announcedBytes, int maxBytes, BodyBudgets budgets, CancellationToken cancellationToken)
    {
        if (announcedBytes > maxBytes)
            throw RequestRefusedException.TooLarge(maxBytes);
        var body = new RequestBody(budgets);
        try
        {
            // An announced length is within the limit, and its bytes are set aside before they are rented. Without one, the buffer grows with what comes.
            await body.StartAsync(announcedBytes ?? FirstChunkedBytes, cancellationToken);
            await body.FillAsync(source, maxBytes, cancellationToken);
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

    async ValueTask StartAsync(long bytes, CancellationToken cancellationToken)
    {
        _budget = _budgets.For(bytes);
        if (!await _budget.TryTakeAsync(bytes, cancellationToken))
            throw RequestRefusedException.Busy();
        _takenBytes = bytes;
        // One byte more shows that the body ends where it said, without another buffer.
        _buffer = ArrayPool<byte>.Shared.Rent((int)bytes + 1);
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
        var budget = _budgets.For(larger);
        var missing = budget == _budget ? larger - _takenBytes : larger;
        if (!budget.TryTake(missing))
            throw RequestRefusedException.Busy();
        if (budget != _budget)
            _budget.Return(_takenBytes);
        (_budget, _takenBytes) = (budget, larger);

        var buffer = ArrayPool<byte>.Shared.Rent((int)larger);
        Bytes.CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = buffer;
    }
}
