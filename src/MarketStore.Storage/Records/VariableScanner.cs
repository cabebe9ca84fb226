using System.Buffers;
using System.Runtime.InteropServices;
using MarketStore.Core.Time;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Reads variable records of year files, the rows not in blocks yet laid over them, into columns.</summary>
internal sealed class VariableScanner(ScanSnapshot snapshot, BucketSchema schema, ScanColumns columns, ScanRequest request) : IRowScanner
{
    const int FlushRows = 4_096;

    readonly TimeRange _range = request.Range;
    readonly ScanPosition? _position = request.Position;
    readonly StorageContext _context = snapshot.Bucket.Context;
    readonly bool _isCompressed = snapshot.Bucket.Context.Options.CompressVariableRecords;
    readonly RowScratch _scratch = new(schema.VariableRowBytes);
    readonly List<int> _order = [];
    long[] _nanoseconds = ArrayPool<long>.Shared.Rent(2 * FlushRows);
    long[] _slotStarts = ArrayPool<long>.Shared.Rent(2 * FlushRows);

    /// <summary>Those with a block or with rows in memory.</summary>
    public long SlotsRead { get; private set; }

    /// <summary>A slot holds any number of rows.</summary>
    public long MostRows(YearFile file, SlotRange range) => 0;

    /// <inheritdoc/>
    public void Scan(YearFile file, SlotRange slots, ColumnBuffers rows, long rowLimit, CancellationToken cancellationToken)
    {
        using var lease = file.Open();
        using var blocks = new BlockReader(lease.File, file, _context);
        using var triplets = new TripletReader(snapshot, lease.File, file, slots.Within(snapshot.UsedSlots(file)), isDescending: false);
        var ticks = file.Ticks;
        var hot = snapshot.HotRows(file);
        var (frozen, active) = (new HotCursor(hot.Frozen, slots), new HotCursor(hot.Active, slots));
        // With a position slots are not cut.
        var most = _position is null ? rowLimit : long.MaxValue;
        while (true)
        {
            var slot = Math.Min(triplets.Current?.Index ?? long.MaxValue, Math.Min(frozen.Slot, active.Slot));
            if (slot == long.MaxValue)
                break;
            if (rows.RowCount + _scratch.Count >= rowLimit)
            {
                if (_position is not null)
                    _position.Next = new(file.Calendar.StartOf(slot), 0);
                break;
            }

            SlotsRead++;
            var firstRow = _scratch.Count;
            if (triplets.Current is { } reference && reference.Index == slot)
            {
                AppendBlock(blocks, reference);
                triplets.MoveNext();
            }

            if (frozen.TryTake(slot, _scratch) | active.TryTake(slot, _scratch))
                RecordBlock.SortByTicks(_scratch.Rows(firstRow, _scratch.Count - firstRow), schema.VariableRowBytes);
            Locate(file.Calendar, ticks, slot, firstRow);
            if (_scratch.Count >= FlushRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Flush(rows, most);
            }
        }

        Flush(rows, most);
    }

    /// <summary>Counts the rows, those of the range's last slot left out.</summary>
    public long FindStart(YearFile file, SlotRange slots, long rowsWanted, ref long rowsFound, CancellationToken cancellationToken)
    {
        using var lease = file.Open();
        using var blocks = new BlockReader(lease.File, file, _context);
        var used = slots.Within(snapshot.UsedSlots(file));
        using var triplets = new TripletReader(snapshot, lease.File, file, used, isDescending: true);
        var hot = HotCount(file, slots);
        for (; triplets.Current is { } reference; triplets.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The end of the range may cut the last slot, so its rows do not count; nor may damaged blocks.
            if (reference.Index < slots.Last && blocks.TryRead(reference, out var block) && RecordBlock.TryGetRowBytes(block, _isCompressed, out var rowBytes))
                rowsFound += rowBytes / schema.VariableRowBytes;
            if (rowsFound + HotCount(file, new(reference.Index, slots.Last - 1)) >= rowsWanted)
            {
                rowsFound += HotCount(file, new(reference.Index, slots.Last - 1));
                return reference.Index;
            }
        }

        rowsFound += HotCount(file, new(slots.First, slots.Last - 1));
        return hot == 0 ? slots.First : FindHotStart(file, slots, rowsWanted);
    }

    public void Dispose()
    {
        _scratch.Dispose();
        ArrayPool<long>.Shared.Return(_nanoseconds);
        ArrayPool<long>.Shared.Return(_slotStarts);
    }

    /// <summary>With blocks too few, the rows in memory may still allow a later start.</summary>
    long FindHotStart(YearFile file, SlotRange slots, long rowsWanted)
    {
        if (!slots.Within(snapshot.UsedSlots(file)).IsEmpty)
            return slots.First;
        var (low, high) = (slots.First, slots.Last);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (HotCount(file, new(middle, slots.Last - 1)) >= rowsWanted)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    long HotCount(YearFile file, SlotRange slots) => slots.IsEmpty
        ? 0
        : new HotCursor(snapshot.HotRows(file).Frozen, slots).Remaining + (long)new HotCursor(snapshot.HotRows(file).Active, slots).Remaining;

    void AppendBlock(BlockReader blocks, BlockReference reference)
    {
        if (!blocks.TryRead(reference, out var block))
            return;
        if (!RecordBlock.TryGetRowBytes(block, _isCompressed, out var rowBytes))
        {
            blocks.Report(reference, "it is no Snappy block");
            return;
        }

        var count = rowBytes / schema.VariableRowBytes;
        var firstRow = _scratch.Count;
        var isDecoded = rowBytes == count * schema.VariableRowBytes
            ? RecordBlock.TryDecode(block, _scratch.Extend(count), _isCompressed)
            : TryDecodeWithTail(block, rowBytes, count);
        if (isDecoded)
            return;
        _scratch.Truncate(firstRow);
        blocks.Report(reference, "it is no Snappy block");
    }

    /// <summary>Trailing bytes that do not fill a row are passed over, as the Go server does.</summary>
    bool TryDecodeWithTail(ReadOnlySpan<byte> block, int rowBytes, int count)
    {
        var decoded = ArrayPool<byte>.Shared.Rent(rowBytes);
        try
        {
            if (!RecordBlock.TryDecode(block, decoded.AsSpan(0, rowBytes), _isCompressed))
                return false;
            decoded.AsSpan(0, count * schema.VariableRowBytes).CopyTo(_scratch.Extend(count));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    /// <summary>Computes the times of a slot's rows, brings them in order of time and drops those outside the range.</summary>
    void Locate(SlotCalendar calendar, IntervalTicks? ticks, long slot, int firstRow)
    {
        var count = _scratch.Count - firstRow;
        EnsureTimes(_scratch.Count);
        var start = calendar.StartOf(slot);
        // Slots over a day, as the Go server may have stored them, know no time within.
        var origin = ticks?.OriginOf(slot) ?? default;
        var rows = _scratch.Rows(firstRow, count);
        var isOrdered = true;
        for (var row = 0; row < count; row++)
        {
            var nanoseconds = ticks?.Decode(origin, RecordBlock.TicksOf(rows, row, schema.VariableRowBytes)) ?? 0;
            isOrdered &= row == 0 || nanoseconds >= _nanoseconds[firstRow + row - 1];
            (_nanoseconds[firstRow + row], _slotStarts[firstRow + row]) = (nanoseconds, start);
        }

        if (!isOrdered)
            OrderByTime(firstRow, count);
        var isWithin = start > _range.Start.Seconds && start + calendar.Timeframe.Seconds <= _range.End.Seconds;
        if (!isWithin && count > 0 && (TimeAt(firstRow) < _range.Start || TimeAt(firstRow + count - 1) > _range.End))
            Trim(firstRow, count);
    }

    EpochTime TimeAt(int row) => EpochTime.FromSecondsAndNanos(_slotStarts[row], _nanoseconds[row]);

    /// <summary>Outside UTC the ticks of a slot may wrap around, so that their order is not that of time.</summary>
    void OrderByTime(int firstRow, int count)
    {
        _order.Clear();
        for (var row = 0; row < count; row++)
            _order.Add(row);
        var times = _nanoseconds.AsSpan(firstRow, count).ToArray();
        _order.Sort((left, right) => times[left] != times[right] ? times[left].CompareTo(times[right]) : left.CompareTo(right));
        var rows = _scratch.Rows(firstRow, count);
        var copy = rows.ToArray();
        for (var row = 0; row < count; row++)
        {
            copy.AsSpan(_order[row] * schema.VariableRowBytes, schema.VariableRowBytes).CopyTo(rows[(row * schema.VariableRowBytes)..]);
            _nanoseconds[firstRow + row] = times[_order[row]];
        }
    }

    void Trim(int firstRow, int count)
    {
        var (first, last) = (firstRow, firstRow + count - 1);
        while (first <= last && TimeAt(first) < _range.Start)
            first++;
        while (last >= first && TimeAt(last) > _range.End)
            last--;
        var kept = last - first + 1;
        _scratch.Rows(first, kept).CopyTo(_scratch.Rows(firstRow, kept));
        _nanoseconds.AsSpan(first, kept).CopyTo(_nanoseconds.AsSpan(firstRow));
        _slotStarts.AsSpan(first, kept).CopyTo(_slotStarts.AsSpan(firstRow));
        _scratch.Truncate(firstRow + kept);
    }

    void Flush(ColumnBuffers target, long rowLimit)
    {
        var take = (int)Math.Min(_scratch.Count, rowLimit - target.RowCount);
        if (take > 0)
        {
            var firstRow = target.Extend(take);
            RowTransposer.ToColumns(_scratch.Rows(0, take), schema.VariableRowBytes, take, columns.Fields, target.Stored(firstRow, take));
            var epochs = target.Values<long>(0, firstRow, take);
            var nanoseconds = MemoryMarshal.Cast<byte, int>(target.Slice(columns.NanosecondsColumn, firstRow, take));
            for (var row = 0; row < take; row++)
            {
                var seconds = _nanoseconds[row] / Timeframe.NanosecondsPerSecond;
                epochs[row] = _slotStarts[row] + seconds;
                nanoseconds[row] = (int)(_nanoseconds[row] - (seconds * Timeframe.NanosecondsPerSecond));
            }
        }

        _scratch.Truncate(0);
    }

    void EnsureTimes(int count)
    {
        if (count <= _nanoseconds.Length)
            return;
        _nanoseconds = Grow(_nanoseconds, count);
        _slotStarts = Grow(_slotStarts, count);
    }

    static long[] Grow(long[] times, int count)
    {
        var larger = ArrayPool<long>.Shared.Rent(Math.Max(count, times.Length * 2));
        times.CopyTo(larger, 0);
        ArrayPool<long>.Shared.Return(times);
        return larger;
    }
}
