namespace MarketStore.Storage.Records;

/// <summary>A position in the hot rows of one year, moved slot by slot beside the file's triplets.</summary>
internal struct HotCursor
{
    readonly HotRowsView? _rows;
    readonly int _end;
    int _position;

    public HotCursor(HotRowsView? rows, SlotRange range)
    {
        _rows = rows;
        _position = rows?.PositionOf(range.First) ?? 0;
        _end = rows?.PositionOf(range.Last + 1) ?? 0;
    }

    /// <summary>Rows from here to the end of the range.</summary>
    public readonly int Remaining => Math.Max(0, _end - _position);

    /// <summary>The slot in hand; <see cref="long.MaxValue"/> at the end.</summary>
    public readonly long Slot => _position < _end ? _rows!.SlotAt(_position) : long.MaxValue;

    /// <summary>Appends the rows of a slot, if this is the one in hand, and moves on.</summary>
    public bool TryTake(long slot, RowScratch target)
    {
        if (Slot != slot)
            return false;
        for (; _position < _end && _rows!.SlotAt(_position) == slot; _position++)
            target.Append(_rows.FieldsAt(_position));
        return true;
    }

    /// <summary>Appends the rows of a slot as the log has them, and moves on.</summary>
    public void TakeEntries(long slot, List<byte> target)
    {
        for (; Slot == slot; _position++)
            target.AddRange(_rows!.EntryAt(_position));
    }
}
