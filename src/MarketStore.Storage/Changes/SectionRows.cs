using System.Buffers.Binary;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Changes;

/// <summary>Takes the rows of a batch's sections apart again: as a scan would give them.</summary>
internal static class SectionRows
{
    /// <summary>The rows of one bucket's sections, in their order.</summary>
    public static ColumnSeries Read(Bucket bucket, ReadOnlySpan<byte> sections)
    {
        var schema = bucket.Schema;
        var count = 0;
        for (var rest = sections; SectionHeader.TryTake(ref rest, out var header, out _);)
            count += header.RowCount;
        var columns = schema.AllColumns;
        var rows = new ColumnBuffers(columns, count);
        while (SectionHeader.TryTake(ref sections, out var header, out var payload))
        {
            if (header.RowCount == 0)
                continue;
            var first = rows.Extend(header.RowCount);
            RowTransposer.ToColumns(payload, header.RowBytes, header.RowCount, schema.LoggedFields, rows.Stored(first, header.RowCount));
            var calendar = bucket.Context.Calendars.Slots(schema.Timeframe, header.Year);
            var epochs = rows.Values<long>(0, first, header.RowCount);
            if (schema.RecordType == RecordType.Fixed)
                ReadTimes(payload, header.RowBytes, calendar, epochs);
            else
                ReadTicks(payload, header.RowBytes, calendar, bucket.Context.Calendars.Ticks(schema.Timeframe, header.Year), epochs, rows.Values<int>(columns.NanosecondsColumn, first, header.RowCount));
        }

        var series = rows.ToSeries(0, rows.RowCount);
        return schema.RecordType == RecordType.Fixed ? LastOfEachSlot(series) : series;
    }

    /// <summary>Where the rows of one bucket's sections are; null when there are none.</summary>
    public static ChangedRange? RangeOf(Bucket bucket, ReadOnlySpan<byte> sections)
    {
        ChangedRange? range = null;
        while (SectionHeader.TryTake(ref sections, out var header, out var payload))
        {
            if (header.RowCount > 0 && RangeOf(bucket, header, payload) is var part)
                range = range?.With(part) ?? part;
        }

        return range;
    }

    /// <summary>Where the rows of a section are, of which there is one at least: from the start of the first slot to the last second of the last.</summary>
    public static ChangedRange RangeOf(Bucket bucket, SectionHeader header, ReadOnlySpan<byte> rows)
    {
        var (first, last) = bucket.Schema.RecordType == RecordType.Fixed ? FixedSlots(header, rows) : VariableSlots(header, rows);
        return RangeOf(bucket, header.Year, first, last);
    }

    /// <summary>Slots of one year, both ends inclusive: from the start of the first to the last second of the last.</summary>
    public static ChangedRange RangeOf(Bucket bucket, int year, long first, long last)
    {
        var calendar = bucket.Context.Calendars.Slots(bucket.Timeframe, year);
        return new(bucket.Key, calendar.StartOf(first), calendar.LastSecondOf(last));
    }

    /// <summary>Fixed rows are in the order of their slots.</summary>
    static (long First, long Last) FixedSlots(SectionHeader header, ReadOnlySpan<byte> rows) =>
        (BinaryPrimitives.ReadInt64LittleEndian(rows), BinaryPrimitives.ReadInt64LittleEndian(rows[((header.RowCount - 1) * header.RowBytes)..]));

    static (long First, long Last) VariableSlots(SectionHeader header, ReadOnlySpan<byte> rows)
    {
        var (first, last) = (uint.MaxValue, 0u);
        for (var row = 0; row < header.RowCount; row++)
        {
            var slot = BinaryPrimitives.ReadUInt32LittleEndian(rows[(row * header.RowBytes)..]);
            (first, last) = (Math.Min(first, slot), Math.Max(last, slot));
        }

        return (first, last);
    }

    /// <summary>Rows that go back and forth between years lie in several sections of one year: of a slot the last one is stored.</summary>
    static ColumnSeries LastOfEachSlot(ColumnSeries rows)
    {
        if (IsAscending(rows.Epochs))
            return rows;
        var order = new SortedDictionary<long, int>();
        for (var row = 0; row < rows.RowCount; row++)
            order[rows.Epochs[row]] = row;
        using (rows)
            return RowSelection.Take(rows, [.. order.Values]);
    }

    static bool IsAscending(ReadOnlySpan<long> epochs)
    {
        for (var row = 1; row < epochs.Length; row++)
        {
            if (epochs[row] <= epochs[row - 1])
                return false;
        }

        return true;
    }

    static void ReadTimes(ReadOnlySpan<byte> rows, int rowBytes, SlotCalendar calendar, Span<long> epochs)
    {
        for (var row = 0; row < epochs.Length; row++)
            epochs[row] = calendar.StartOf(BinaryPrimitives.ReadInt64LittleEndian(rows[(row * rowBytes)..]));
    }

    static void ReadTicks(ReadOnlySpan<byte> rows, int rowBytes, SlotCalendar calendar, IntervalTicks? ticks, Span<long> epochs, Span<int> nanoseconds)
    {
        var (slot, start, origin) = (-1L, 0L, default(TickOrigin));
        for (var row = 0; row < epochs.Length; row++)
        {
            var bytes = rows.Slice(row * rowBytes, rowBytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var index && index != slot)
                (slot, start, origin) = (index, calendar.StartOf(index), ticks?.OriginOf(index) ?? default);
            var time = ticks?.Decode(origin, BinaryPrimitives.ReadUInt32LittleEndian(bytes[(rowBytes - sizeof(uint))..])) ?? 0;
            var seconds = time / Timeframe.NanosecondsPerSecond;
            (epochs[row], nanoseconds[row]) = (start + seconds, (int)(time - (seconds * Timeframe.NanosecondsPerSecond)));
        }
    }
}
