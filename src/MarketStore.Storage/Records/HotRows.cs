using System.Buffers.Binary;

namespace MarketStore.Storage.Records;

/// <summary>
/// Variable rows of one bucket and year that are in the log but in no block of the file yet, as the log has them: slot, fields, ticks.
/// Rows arrive under the bucket's write lock; readers under its read lock ask for them by slot, in order of slot, ticks and arrival.
/// </summary>
internal sealed class HotRows(int rowBytes)
{
    const int FirstCapacityRows = 64;

    readonly Lock _gate = new();
    byte[] _rows = [];
    ulong _lastKey;
    bool _isSorted = true;
    int[]? _order;

    public int RowBytes { get; } = rowBytes;

    public int Count { get; private set; }

    public long Bytes => (long)Count * RowBytes;

    /// <summary>The log sequence of the last batch in here.</summary>
    public ulong LastSequence { get; private set; }

    public void Append(ReadOnlySpan<byte> rows, ulong sequence)
    {
        var needed = (Count * (long)RowBytes) + rows.Length;
        if (needed > Array.MaxLength)
            throw new InvalidOperationException("more than 2 GiB of rows wait for one year file");
        if (needed > _rows.Length)
            Array.Resize(ref _rows, (int)Math.Max(needed, Math.Min(Array.MaxLength, Math.Max(_rows.Length * 2L, FirstCapacityRows * RowBytes))));
        rows.CopyTo(_rows.AsSpan(Count * RowBytes));
        var end = Count + (rows.Length / RowBytes);
        for (var row = Count; row < end; row++)
        {
            var key = KeyOf(row);
            _isSorted &= key >= _lastKey;
            _lastKey = key;
        }

        (Count, LastSequence, _order) = (end, sequence, null);
    }

    /// <summary>Adds all rows of another, in their order of arrival.</summary>
    public void AppendAll(HotRows other) => Append(other._rows.AsSpan(0, other.Count * RowBytes), other.LastSequence);

    /// <summary>Puts rows that arrived earlier before all others.</summary>
    public void Prepend(ReadOnlySpan<byte> rows, ulong sequence)
    {
        var later = _rows.AsSpan(0, Count * RowBytes).ToArray();
        var lastSequence = Math.Max(sequence, LastSequence);
        (Count, _lastKey, _isSorted) = (0, 0, true);
        Append(rows, lastSequence);
        Append(later, lastSequence);
    }

    /// <summary>The slot of a row, by its position in order.</summary>
    public uint SlotAt(int position) => BinaryPrimitives.ReadUInt32LittleEndian(_rows.AsSpan(RowAt(position) * RowBytes));

    /// <summary>Fields and ticks of a row, by its position in order.</summary>
    public ReadOnlySpan<byte> FieldsAt(int position) => _rows.AsSpan((RowAt(position) * RowBytes) + RowEncoder.SlotIndexBytes, RowBytes - RowEncoder.SlotIndexBytes);

    /// <summary>A row as the log has it, by its position in order.</summary>
    public ReadOnlySpan<byte> EntryAt(int position) => _rows.AsSpan(RowAt(position) * RowBytes, RowBytes);

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

    int RowAt(int position)
    {
        if (_isSorted)
            return position;
        return (_order ?? EnsureOrder()!)[position];
    }

    ulong KeyOf(int row)
    {
        var bytes = _rows.AsSpan(row * RowBytes, RowBytes);
        return ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[(RowBytes - sizeof(uint))..]);
    }

    /// <summary>Sorts once after rows out of order; several readers may come at the same time.</summary>
    int[]? EnsureOrder()
    {
        if (_isSorted)
            return null;
        lock (_gate)
        {
            if (_order is { } known)
                return known;
            var keys = new ulong[Count];
            var order = new int[Count];
            for (var row = 0; row < Count; row++)
                (keys[row], order[row]) = (KeyOf(row), row);
            Array.Sort(order, (left, right) => keys[left] != keys[right] ? keys[left].CompareTo(keys[right]) : left.CompareTo(right));
            return _order = order;
        }
    }
}
