using System.Buffers.Binary;

namespace MarketStore.Storage.Records;

/// <summary>
/// Rows with their slot in front, in arrays that are small enough to be moved and collected with little cost; the first one grows with its rows.
/// Rows that are there are never changed, so that whoever knows how many there were may read them while more come.
/// </summary>
internal sealed class RowChunks
{
    const int MaxChunkBytes = 64 << 10;
    const int FirstCapacityRows = 64;

    readonly int _shift;
    byte[][] _chunks = [];

    public RowChunks(int rowBytes)
    {
        RowBytes = rowBytes;
        while (rowBytes << (_shift + 1) <= MaxChunkBytes)
            _shift++;
    }

    public int RowBytes { get; }

    public int Count { get; private set; }

    int RowsPerChunk => 1 << _shift;

    public ReadOnlySpan<byte> this[int row] => _chunks[row >> _shift].AsSpan((row & (RowsPerChunk - 1)) * RowBytes, RowBytes);

    /// <summary>What rows are in order of: slot, then ticks.</summary>
    public ulong KeyOf(int row)
    {
        var bytes = this[row];
        return ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[(RowBytes - sizeof(uint))..]);
    }

    public void Append(ReadOnlySpan<byte> rows)
    {
        while (!rows.IsEmpty)
        {
            var (chunk, within) = (Count >> _shift, Count & (RowsPerChunk - 1));
            var taken = Math.Min(RowsPerChunk - within, rows.Length / RowBytes);
            rows[..(taken * RowBytes)].CopyTo(Room(chunk, within + taken).AsSpan(within * RowBytes));
            rows = rows[(taken * RowBytes)..];
            Count += taken;
        }
    }

    /// <summary>Adds all rows of another, in their order of arrival.</summary>
    public void Append(RowChunks other)
    {
        for (var chunk = 0; chunk << _shift < other.Count; chunk++)
            Append(other._chunks[chunk].AsSpan(0, Math.Min(RowsPerChunk, other.Count - (chunk << _shift)) * RowBytes));
    }

    /// <summary>A chunk that holds so many rows.</summary>
    byte[] Room(int chunk, int rows)
    {
        if (chunk == _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(1, 2 * chunk));
        ref var place = ref _chunks[chunk];
        var capacity = place is null ? 0 : place.Length / RowBytes;
        if (rows > capacity)
        {
            var larger = new byte[(chunk > 0 ? RowsPerChunk : Math.Min(RowsPerChunk, Math.Max(rows, Math.Max(FirstCapacityRows, 2 * capacity)))) * RowBytes];
            place?.CopyTo(larger, 0);
            place = larger;
        }

        return place!;
    }
}
