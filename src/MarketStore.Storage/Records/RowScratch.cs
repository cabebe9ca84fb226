using System.Buffers;
using MarketStore.Core.Errors;

namespace MarketStore.Storage.Records;

/// <summary>A growing run of packed rows with their times, gathered slot by slot and turned into columns many slots at once.</summary>
internal sealed class RowScratch(int rowBytes) : IDisposable
{
    const int FirstCapacityRows = 4_096;

    byte[] _rows = ArrayPool<byte>.Shared.Rent(FirstCapacityRows * rowBytes);

    public int Count { get; private set; }

    public Span<byte> Rows(int firstRow, int count) => _rows.AsSpan(firstRow * rowBytes, count * rowBytes);

    public void Append(ReadOnlySpan<byte> row) => row.CopyTo(Extend(1));

    /// <summary>Room for rows at the end, counted in.</summary>
    public Span<byte> Extend(int count)
    {
        var needed = (long)(Count + count) * rowBytes;
        if (needed > Array.MaxLength)
            throw new MarketStoreException(ErrorKind.LimitExceeded, "the rows of one slot need more than 2 GiB");
        if (needed > _rows.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _rows.Length)));
            _rows.AsSpan(0, Count * rowBytes).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_rows);
            _rows = larger;
        }

        Count += count;
        return Rows(Count - count, count);
    }

    public void Truncate(int count) => Count = count;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rows);
}
