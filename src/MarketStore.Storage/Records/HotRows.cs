using System.Buffers.Binary;

namespace MarketStore.Storage.Records;

/// <summary>
/// Variable rows of one bucket and year that are in the log but in no block of the file yet, as the log has them: slot, fields, ticks.
/// All under the bucket's lock; what readers get is a view, which stays as it is.
/// </summary>
internal sealed class HotRows(int rowBytes)
{
    RowChunks _rows = new(rowBytes);
    ulong _lastKey;
    bool _isSorted = true;
    HotRowsView? _view;

    public int RowBytes => _rows.RowBytes;

    public int Count => _rows.Count;

    public long Bytes => (long)Count * RowBytes;

    /// <summary>The log sequence of the last batch in here.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>The rows that are here now.</summary>
    public HotRowsView View() => _view ??= new(_rows, Count, _isSorted);

    public void Append(ReadOnlySpan<byte> rows, ulong sequence)
    {
        if (Bytes + rows.Length > Array.MaxLength)
            throw new InvalidOperationException("more than 2 GiB of rows wait for one year file");
        var first = Count;
        // Views see the rows up to their own count, which are not touched.
        _rows.Append(rows);
        LookAtOrder(first);
        (LastSequence, _view) = (sequence, null);
    }

    /// <summary>Adds all rows of another, in their order of arrival.</summary>
    public void AppendAll(HotRows other)
    {
        var first = Count;
        _rows.Append(other._rows);
        LookAtOrder(first);
        (LastSequence, _view) = (other.LastSequence, null);
    }

    /// <summary>Puts rows that arrived earlier before all others.</summary>
    public void Prepend(ReadOnlySpan<byte> rows, ulong sequence)
    {
        var all = new RowChunks(RowBytes);
        all.Append(rows);
        all.Append(_rows);
        _rows = all;
        (_lastKey, _isSorted) = (0, true);
        LookAtOrder(0);
        (LastSequence, _view) = (Math.Max(sequence, LastSequence), null);
    }

    /// <summary>The same rows without those of some slots, in their order of arrival; null where there are none of these.</summary>
    public HotRows? Without(SlotRange slots)
    {
        var rest = new HotRows(RowBytes);
        for (var row = 0; row < Count; row++)
        {
            var entry = _rows[row];
            var slot = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            if (slot < slots.First || slot > slots.Last)
                rest._rows.Append(entry);
        }

        if (rest.Count == Count)
            return null;
        rest.LookAtOrder(0);
        rest.LastSequence = LastSequence;
        return rest;
    }

    void LookAtOrder(int first)
    {
        for (var row = first; row < Count; row++)
        {
            var key = _rows.KeyOf(row);
            _isSorted &= key >= _lastKey;
            _lastKey = key;
        }
    }
}
