using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using MarketStore.Core.Time;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Reads fixed records of year files into columns. Long ranges keep a second thread busy.</summary>
internal sealed class FixedScanner(ScanSnapshot snapshot, BucketSchema schema, ScanColumns columns) : IRowScanner
{
    const int ChunkBytes = 256 << 10;

    /// <summary>From here on a range is read by two threads: half of the work is the kernel's copying, and the thread that asks would wait for it alone.</summary>
    const int SharedRangeBytes = 4 << 20;

    /// <summary>Slots that two threads read at most before their rows are put together: room for all of them is made, however few are in use.</summary>
    const int MostSharedSlots = 1 << 19;

    /// <summary>Up to here, reading holes costs less than asking where they are.</summary>
    const int ShortRangeSlots = 1_024;

    readonly int _chunkSlots = Math.Max(1, ChunkBytes / schema.RecordLength);
    readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(Math.Max(1, ChunkBytes / schema.RecordLength) * schema.RecordLength);
    readonly int[] _used = ArrayPool<int>.Shared.Rent(Math.Max(1, ChunkBytes / schema.RecordLength));
    bool _isDense;
    // The slots that the chunk holds: the search for the last rows often ends with the very slots that are read next.
    YearFile? _heldFile;
    SlotRange _held;
    // What is known of the range at hand.
    readonly List<SlotRange> _parts = new(1);
    YearFile? _partsFile;
    SlotRange _partsRange;
    YearFile? _leasedFile;
    FileHandleCache.Lease _lease;

    /// <inheritdoc/>
    public long SlotsRead { get; private set; }

    /// <inheritdoc/>
    public void Scan(YearFile file, SlotRange range, ColumnBuffers rows, long rowLimit, CancellationToken cancellationToken)
    {
        var next = range.First;
        foreach (var stored in StoredParts(file, range))
        {
            // Two parts can share a slot.
            var part = stored with { First = Math.Max(next, stored.First) };
            if (!part.IsEmpty)
                next = part.Last + 1;
            while (part.Count * schema.RecordLength >= SharedRangeBytes && rows.RowCount + Math.Min(part.Count, MostSharedSlots) <= rowLimit)
            {
                var shared = part with { Last = Math.Min(part.Last, part.First + MostSharedSlots - 1) };
                ScanShared(file, shared, rows, cancellationToken);
                part = part with { First = shared.Last + 1 };
            }

            ScanAlone(file, part, rows, rowLimit, cancellationToken);
        }
    }

    void ScanAlone(YearFile file, SlotRange part, ColumnBuffers rows, long rowLimit, CancellationToken cancellationToken)
    {
        var handle = HandleOf(file);
        for (var next = part.First; next <= part.Last && rows.RowCount < rowLimit; next += _chunkSlots)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(_chunkSlots, part.Last - next + 1);
            var used = (int)Math.Min(ReadChunk(handle, file, next, count), rowLimit - rows.RowCount);
            if (used > 0)
                Append(file, next, count, rows.Extend(used), used, rows);
        }
    }

    /// <summary>Reads a range whose rows all fit the limit: another thread takes the second half, to where its rows are if every slot is in use, which they nearly always are.</summary>
    void ScanShared(YearFile file, SlotRange part, ColumnBuffers rows, CancellationToken cancellationToken)
    {
        var half = part.Count / 2 / _chunkSlots * _chunkSlots;
        var firstRow = rows.Extend((int)part.Count);
        using var other = new FixedScanner(snapshot, schema, columns);
        var second = Task.Run(() => other.Fill(file, part with { First = part.First + half }, firstRow + (int)half, rows, cancellationToken), CancellationToken.None);
        try
        {
            var count = Fill(file, part with { Last = part.First + half - 1 }, firstRow, rows, cancellationToken);
            var more = second.GetAwaiter().GetResult();
            rows.Move(firstRow + (int)half, firstRow + count, more);
            rows.Truncate(firstRow + count + more);
        }
        finally
        {
            // Until it has ended it writes into the rows.
            Task.WaitAny([second], CancellationToken.None);
            SlotsRead += other.SlotsRead;
        }
    }

    /// <summary>Reads slots into rows that are there for them; returns how many were in use.</summary>
    int Fill(YearFile file, SlotRange part, int firstRow, ColumnBuffers rows, CancellationToken cancellationToken)
    {
        var handle = HandleOf(file);
        var row = firstRow;
        for (var next = part.First; next <= part.Last; next += _chunkSlots)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(_chunkSlots, part.Last - next + 1);
            var used = ReadChunk(handle, file, next, count);
            if (used > 0)
                Append(file, next, count, row, used, rows);
            row += used;
        }

        return row - firstRow;
    }

    /// <summary>Of long ranges only what is stored counts, since a year of seconds may be all hole.</summary>
    public long MostRows(YearFile file, SlotRange range)
    {
        var most = 0L;
        foreach (var stored in StoredParts(file, range))
            most += stored.Count;
        return most;
    }

    /// <inheritdoc/>
    public long FindStart(YearFile file, SlotRange range, long rowsWanted, ref long rowsFound, CancellationToken cancellationToken)
    {
        var handle = HandleOf(file);
        // Live data is dense at its end: as many slots as rows are wanted, and then ever more.
        var step = (int)Math.Clamp(rowsWanted, 16, _chunkSlots);
        List<SlotRange>? extents = null;
        for (var last = range.Last; last >= range.First;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(step, last - range.First + 1);
            var first = last - count + 1;
            var used = ReadChunk(handle, file, first, count);
            rowsFound += used;
            if (rowsFound >= rowsWanted)
                return first;
            last = first - 1;
            step = Math.Min(_chunkSlots, step * 2);
            if (used == 0 && !snapshot.HasBacklog(file))
                last = LastStored(extents ??= SlotExtents.Find(handle, range, schema.RecordLength), last);
        }

        return range.First;
    }

    /// <summary>The highest slot up to <paramref name="last"/> that is stored; below every slot when there is none. Takes extents off the end as they are passed.</summary>
    static long LastStored(List<SlotRange> extents, long last)
    {
        while (extents.Count > 0 && extents[^1].First > last)
            extents.RemoveAt(extents.Count - 1);
        return extents.Count == 0 ? long.MinValue : Math.Min(last, extents[^1].Last);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_chunk);
        ArrayPool<int>.Shared.Return(_used);
        if (_leasedFile is not null)
            _lease.Dispose();
    }

    /// <summary>The parts of a range that can hold rows, ascending. Short ranges are read as they are.</summary>
    List<SlotRange> StoredParts(YearFile file, SlotRange range)
    {
        if (_partsFile == file && _partsRange == range)
            return _parts;
        _parts.Clear();
        if (range.Count <= ShortRangeSlots || snapshot.HasBacklog(file))
            _parts.Add(range);
        else
            _parts.AddRange(SlotExtents.Find(HandleOf(file), range, schema.RecordLength));
        (_partsFile, _partsRange) = (file, range);
        return _parts;
    }

    Disk.IDiskFile HandleOf(YearFile file)
    {
        if (_leasedFile == file)
            return _lease.File;
        if (_leasedFile is not null)
            _lease.Dispose();
        _leasedFile = null;
        _lease = file.Open();
        _leasedFile = file;
        return _lease.File;
    }

    /// <summary>Reads slots and notes which are in use, unless all are; returns how many.</summary>
    int ReadChunk(Disk.IDiskFile handle, YearFile file, long first, int count)
    {
        var bytes = _chunk.AsSpan(0, count * schema.RecordLength);
        if (_heldFile == file && first >= _held.First && first + count - 1 <= _held.Last)
            _chunk.AsSpan((int)(first - _held.First) * schema.RecordLength, bytes.Length).CopyTo(bytes);
        else // What lies beyond the end of the file was never written; the Go server leaves the padding of a last partial slot away.
            ReadSlots(handle, file, first, count, bytes);
        (_heldFile, _held) = (file, new(first, first + count - 1));
        if (first > 0 && AllUsed(bytes, count, schema.RecordLength))
        {
            _isDense = true;
            return count;
        }

        _isDense = false;
        var used = 0;
        var slot = 0;
        if (first == 0 && file.Calendar.FirstIndex == 0)
        {
            if (UsedSlots.CanHoldDailyFirst(schema.RecordLength) && UsedSlots.IsUsed(bytes[..schema.RecordLength], isDailyFirst: true))
                _used[used++] = 0;
            slot = 1;
        }

        for (; slot < count; slot++)
        {
            _used[used] = slot;
            used += BinaryPrimitives.ReadInt64LittleEndian(bytes[(slot * schema.RecordLength)..]) != 0 ? 1 : 0;
        }

        return used;
    }

    void ReadSlots(Disk.IDiskFile handle, YearFile file, long first, int count, Span<byte> target)
    {
        snapshot.Read(handle, file, first, target, schema.RecordLength);
        SlotsRead += count;
    }

    static bool AllUsed(ReadOnlySpan<byte> slots, int count, int recordLength)
    {
        var lowest = ulong.MaxValue;
        for (var slot = 0; slot < count; slot++)
            lowest = Math.Min(lowest, BinaryPrimitives.ReadUInt64LittleEndian(slots[(slot * recordLength)..]));
        return lowest > 0;
    }

    /// <summary>Takes slots in use of the chunk into rows of the columns.</summary>
    void Append(YearFile file, long first, int count, int firstRow, int take, ColumnBuffers rows)
    {
        var epochs = rows.Values<long>(0, firstRow, take);
        var used = _used.AsSpan(0, take);
        if (_isDense || used[^1] - used[0] + 1 == take)
        {
            var start = _isDense ? 0 : used[0];
            FillEpochs(file.Calendar, first + start, epochs);
            RowTransposer.ToColumns(_chunk.AsSpan(start * schema.RecordLength, take * schema.RecordLength), schema.RecordLength, take, columns.Fields, rows.Stored(firstRow, take));
            return;
        }

        FillEpochs(file.Calendar, first, used, epochs);
        for (var column = 0; column < columns.Stored.Length; column++)
        {
            var fields = _chunk.AsSpan(sizeof(long) + columns.Offsets[column], (count * schema.RecordLength) - sizeof(long) - columns.Offsets[column]);
            RowTransposer.ToColumn(fields, used, schema.RecordLength, columns.Sizes[column], rows.Slice(column + 1, firstRow, take));
        }
    }

    static void FillEpochs(SlotCalendar calendar, long first, Span<long> epochs)
    {
        if (calendar.Timeframe.IsDaily)
        {
            for (var row = 0; row < epochs.Length; row++)
                epochs[row] = calendar.StartOf(first + row);
            return;
        }

        var (start, step) = (calendar.StartOf(first), calendar.Timeframe.Seconds);
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(epochs);
        var times = Vector.CreateSequence(start, step);
        foreach (ref var vector in vectors)
        {
            vector = times;
            times += new Vector<long>(step * Vector<long>.Count);
        }

        for (var row = vectors.Length * Vector<long>.Count; row < epochs.Length; row++)
            epochs[row] = start + (row * step);
    }

    static void FillEpochs(SlotCalendar calendar, long first, ReadOnlySpan<int> used, Span<long> epochs)
    {
        if (calendar.Timeframe.IsDaily)
        {
            for (var row = 0; row < used.Length; row++)
                epochs[row] = calendar.StartOf(first + used[row]);
            return;
        }

        var (start, step) = (calendar.StartOf(first), calendar.Timeframe.Seconds);
        for (var row = 0; row < used.Length; row++)
            epochs[row] = start + (used[row] * step);
    }
}
