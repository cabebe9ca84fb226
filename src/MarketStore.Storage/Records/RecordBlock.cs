using System.Buffers;
using System.Buffers.Binary;
using Snappier;

namespace MarketStore.Storage.Records;

/// <summary>
/// The rows of one slot of a variable bucket as the file stores them: sorted by ticks, compressed as one raw Snappy block or stored plain.
/// Which of the two is recorded nowhere; the setting decides. Layout: docs/file-format.md, "Blocks".
/// </summary>
internal static class RecordBlock
{
    /// <summary>The most bytes of rows that a block is made of. Rows beyond that stay in the log and in memory.</summary>
    public const int MaxWrittenBytes = 1 << 30;

    /// <summary>Blocks up to so many bytes of rows are decoded without the library, which takes longer to begin.</summary>
    const int MaxSmallBytes = 2_048;

    /// <summary>The most bytes that a block of so many bytes of rows needs in the file.</summary>
    public static int MaxStoredBytes(int rowBytes, bool isCompressed) => isCompressed ? Snappy.GetMaxCompressedLength(rowBytes) : rowBytes;

    /// <summary>Returns the bytes written.</summary>
    public static int Encode(ReadOnlySpan<byte> rows, Span<byte> target, bool isCompressed)
    {
        if (isCompressed)
            return Snappy.Compress(rows, target);
        rows.CopyTo(target);
        return rows.Length;
    }

    /// <summary>The bytes of rows in a block. Returns false when it is damaged.</summary>
    public static bool TryGetRowBytes(ReadOnlySpan<byte> block, bool isCompressed, out int rowBytes)
    {
        rowBytes = block.Length;
        if (!isCompressed)
            return true;
        try
        {
            rowBytes = Snappy.GetUncompressedLength(block);
            // Snappy's densest element makes 64 bytes of 3; what claims more than that is damaged.
            return rowBytes >= 0 && rowBytes <= Array.MaxLength && rowBytes <= (block.Length * 64L);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Returns false when the block is damaged.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> block, Span<byte> rows, bool isCompressed)
    {
        if (!isCompressed)
        {
            block.CopyTo(rows);
            return true;
        }

        if (rows.Length <= MaxSmallBytes)
            return SnappyElements.TryDecode(block, rows);
        try
        {
            return SnappyElements.Yield(block, rows.Length) && Snappy.TryDecompress(block, rows, out var written) && written == rows.Length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Brings rows into the order of their ticks; rows of equal ticks stay as they are.</summary>
    public static void SortByTicks(Span<byte> rows, int rowBytes)
    {
        var count = rows.Length / rowBytes;
        var isSorted = true;
        for (var row = 1; row < count && isSorted; row++)
            isSorted = TicksOf(rows, row, rowBytes) >= TicksOf(rows, row - 1, rowBytes);
        if (isSorted)
            return;

        var keys = new ulong[count];
        for (var row = 0; row < count; row++)
            keys[row] = ((ulong)TicksOf(rows, row, rowBytes) << 32) | (uint)row;
        Array.Sort(keys);
        var sorted = ArrayPool<byte>.Shared.Rent(rows.Length);
        for (var row = 0; row < count; row++)
            rows.Slice((int)(uint)keys[row] * rowBytes, rowBytes).CopyTo(sorted.AsSpan(row * rowBytes));
        sorted.AsSpan(0, count * rowBytes).CopyTo(rows);
        ArrayPool<byte>.Shared.Return(sorted);
    }

    public static uint TicksOf(ReadOnlySpan<byte> rows, int row, int rowBytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(rows[(((row + 1) * rowBytes) - sizeof(uint))..]);
}
