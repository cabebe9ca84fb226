using System.Buffers.Binary;

namespace MarketStore.Storage.Records;

/// <summary>Hot rows as they were at one instant, in order of slot, ticks and arrival. Any thread; rows that come later are not in it.</summary>
internal sealed class HotRowsView(RowChunks rows, int count, bool isSorted)
{
    readonly Lock _gate = new();
    int[]? _order;

    public int RowBytes => rows.RowBytes;

    public int Count { get; } = count;

    /// <summary>The slot of a row, by its position in order.</summary>
    public uint SlotAt(int position) => BinaryPrimitives.ReadUInt32LittleEndian(EntryAt(position));

    /// <summary>Fields and ticks of a row, by its position in order.</summary>
    public ReadOnlySpan<byte> FieldsAt(int position) => EntryAt(position)[RowEncoder.SlotIndexBytes..];

    /// <summary>A row as the log has it, by its position in order.</summary>
    public ReadOnlySpan<byte> EntryAt(int position) => rows[RowAt(position)];

    /// <summary>The first position whose slot is at least <paramref name="slot"/>.</summary>
    public int PositionOf(long slot)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (SlotAt(middle) < slot)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    int RowAt(int position) => isSorted ? position : (_order ?? FindOrder())[position];

    /// <summary>Sorts once after rows out of order; several readers may come at the same time.</summary>
    int[] FindOrder()
    {
        lock (_gate)
        {
            if (_order is { } known)
                return known;
            var keys = new ulong[Count];
            var order = new int[Count];
            for (var row = 0; row < Count; row++)
                (keys[row], order[row]) = (rows.KeyOf(row), row);
            Array.Sort(order, (left, right) => keys[left] != keys[right] ? keys[left].CompareTo(keys[right]) : left.CompareTo(right));
            return _order = order;
        }
    }
}
