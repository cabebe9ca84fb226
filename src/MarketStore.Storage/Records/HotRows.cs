using System.Buffers.Binary;

namespace MarketStore.Storage.Records;

/// <summary>
/// Variable rows of one bucket and year that are in the log but in no block of the file yet, as the log has them: slot, fields, ticks.
/// All under the bucket's lock; what readers get is a view, which stays as it is.
/// </summary>
internal sealed class HotRows(int rowBytes)
{
    const int FirstCapacityRows = 64;

    byte[] _rows = [];
    ulong _lastKey;
    bool _isSorted = true;
    HotRowsView? _view;

    public int RowBytes { get; } = rowBytes;

    public int Count { get; private set; }

    public long Bytes => (long)Count * RowBytes;

    /// <summary>The log sequence of the last batch in here.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>The rows that are here now.</summary>
    public HotRowsView View() => _view ??= new(_rows, Count, RowBytes, _isSorted);

    public void Append(ReadOnlySpan<byte> rows, ulong sequence)
    {
        var needed = (Count * (long)RowBytes) + rows.Length;
        if (needed > Array.MaxLength)
            throw new InvalidOperationException("more than 2 GiB of rows wait for one year file");
        // Views see the rows up to their own count, which are not touched.
        if (needed > _rows.Length)
            Array.Resize(ref _rows, (int)Math.Max(needed, Math.Min(Array.MaxLength, Math.Max(_rows.Length * 2L, FirstCapacityRows * RowBytes))));
        rows.CopyTo(_rows.AsSpan(Count * RowBytes));
        var end = Count + (rows.Length / RowBytes);
        for (var row = Count; row < end; row++)
        {
            var key = KeyOf(_rows, row, RowBytes);
            _isSorted &= key >= _lastKey;
            _lastKey = key;
        }

        (Count, LastSequence, _view) = (end, sequence, null);
    }

    /// <summary>Adds all rows of another, in their order of arrival.</summary>
    public void AppendAll(HotRows other) => Append(other._rows.AsSpan(0, other.Count * RowBytes), other.LastSequence);

    /// <summary>Puts rows that arrived earlier before all others.</summary>
    public void Prepend(ReadOnlySpan<byte> rows, ulong sequence)
    {
        var later = _rows.AsSpan(0, Count * RowBytes);
        var lastSequence = Math.Max(sequence, LastSequence);
        (Count, _lastKey, _isSorted) = (0, 0, true);
        _rows = new byte[rows.Length + later.Length];
        Append(rows, lastSequence);
        Append(later, lastSequence);
    }

    /// <summary>What rows are in order of: slot, then ticks.</summary>
    public static ulong KeyOf(byte[] rows, int row, int rowBytes)
    {
        var bytes = rows.AsSpan(row * rowBytes, rowBytes);
        return ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[(rowBytes - sizeof(uint))..]);
    }
}
