using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Records;

/// <summary>
/// Lays the rows of a write out as log sections, one for each year: slots of fixed records ready to be written to their file, ascending, the last row of a slot
/// winning; rows of variable records in the order of arrival. Runs on the request's thread.
/// </summary>
internal sealed class RowEncoder(MarketTimeZone zone)
{
    /// <summary>Bytes that lead a variable row in the log: its slot.</summary>
    public const int SlotIndexBytes = sizeof(uint);

    /// <exception cref="MarketStoreException">A row's time cannot be stored.</exception>
    public void Encode(Bucket bucket, BucketSchema schema, MatchedRows rows, EncodedBatch batch)
    {
        if (rows.NanosecondValues.ContainsAnyExceptInRange(0, 999_999_999))
            rows = CarryNanoseconds(rows);
        var epochs = rows.Epochs;
        for (var start = 0; start < rows.RowCount;)
        {
            var year = zone.YearAt(epochs[start]);
            var calendarYear = zone.Year(year);
            if (epochs[start] < calendarYear.StartSeconds || epochs[start] >= calendarYear.EndSeconds)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"{bucket.Key}, row {start}: the time {epochs[start]} s lies outside the years {MarketTimeZone.MinYear} to {MarketTimeZone.MaxYear}");
            var end = start + 1;
            while (end < epochs.Length && epochs[end] >= calendarYear.StartSeconds && epochs[end] < calendarYear.EndSeconds)
                end++;
            if (bucket.TryGetYear(year, out var file))
                file.EnsureWritable();
            else
                BucketPlace.Check(bucket.Context, bucket, year);
            var calendar = bucket.Context.Calendars.Slots(schema.Timeframe, year);
            if (schema.RecordType == RecordType.Fixed)
                EncodeFixed(bucket, schema, rows, epochs[start..end], calendar, start, batch);
            else
                EncodeVariable(bucket, schema, rows, epochs[start..end], rows.NanosecondValues is { IsEmpty: false } nanoseconds ? nanoseconds[start..end] : [], calendar, start, batch);
            start = end;
        }
    }

    static void EncodeFixed(Bucket bucket, BucketSchema schema, MatchedRows rows, ReadOnlySpan<long> epochs, SlotCalendar calendar, int firstRow, EncodedBatch batch)
    {
        var rented = ArrayPool<long>.Shared.Rent(epochs.Length);
        try
        {
            var indexes = rented.AsSpan(0, epochs.Length);
            var order = calendar.IndexesOf(epochs, indexes) ? [] : LastOfEachSlot(indexes, firstRow);
            var count = order.Length == 0 ? indexes.Length : order.Length;
            if (!Files.UsedSlots.CanHoldDailyFirst(schema.RecordLength) && calendar.FirstIndex == 0 && indexes.Contains(0))
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"{bucket.Key}: bars of January 1 do not fit a daily bucket of {schema.RecordLength} bytes a row");

            var target = batch.AddSection(bucket, calendar.Year, schema.RecordLength, count);
            RowTransposer.ToRows(rows.Columns, schema.LoggedFields, firstRow, count, order, target, schema.RecordLength);
            for (var row = 0; row < count; row++)
                BinaryPrimitives.WriteInt64LittleEndian(target[(row * schema.RecordLength)..], indexes[order.Length == 0 ? row : order[row] - firstRow]);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    /// <summary>Source rows in ascending order of slots, the last one of each slot.</summary>
    static int[] LastOfEachSlot(ReadOnlySpan<long> indexes, int firstRow)
    {
        var keys = indexes.ToArray();
        var order = new int[keys.Length];
        for (var row = 0; row < order.Length; row++)
            order[row] = row;
        // Rows of one slot stay in the order of arrival: the row number breaks ties.
        Array.Sort(order, (left, right) => keys[left] != keys[right] ? keys[left].CompareTo(keys[right]) : left.CompareTo(right));
        var kept = 0;
        for (var position = 0; position < order.Length; position++)
        {
            if (position + 1 == order.Length || keys[order[position + 1]] != keys[order[position]])
                order[kept++] = order[position] + firstRow;
        }

        return order[..kept];
    }

    static void EncodeVariable(
        Bucket bucket, BucketSchema schema, MatchedRows rows, ReadOnlySpan<long> epochs, ReadOnlySpan<int> nanoseconds, SlotCalendar calendar, int firstRow, EncodedBatch batch)
    {
        var ticks = bucket.Context.Calendars.Ticks(schema.Timeframe, calendar.Year)
            ?? throw new MarketStoreException(ErrorKind.InvalidRequest, $"{bucket.Key} takes no ticks: slots longer than a day lose the time within");
        var rowBytes = SlotIndexBytes + schema.VariableRowBytes;
        var target = batch.AddSection(bucket, calendar.Year, rowBytes, epochs.Length);
        RowTransposer.ToRows(rows.Columns, schema.LoggedFields, firstRow, epochs.Length, [], target, rowBytes);

        var (lastIndex, baseSeconds) = (long.MinValue, 0L);
        for (var row = 0; row < epochs.Length; row++)
        {
            var index = calendar.IndexOf(epochs[row]);
            if (index != lastIndex)
            {
                if (index > calendar.SlotCount)
                    throw new MarketStoreException(ErrorKind.InvalidRequest, $"{bucket.Key}, row {firstRow + row}: the last, partial slot of {calendar.Year} cannot hold ticks in a timeframe that does not divide the year");
                (lastIndex, baseSeconds) = (index, ticks.BaseSeconds(index));
            }

            var slot = target.Slice(row * rowBytes, rowBytes);
            MemoryMarshal.Write(slot, (uint)index);
            MemoryMarshal.Write(slot[(rowBytes - sizeof(uint))..], ticks.EncodeSince(baseSeconds, epochs[row], nanoseconds.IsEmpty ? 0 : nanoseconds[row]));
        }
    }

    /// <summary>Nanoseconds outside one second move the row's second: rare, so rows are copied. A fixed bucket's own Nanoseconds column stays as it is.</summary>
    static MatchedRows CarryNanoseconds(MatchedRows rows)
    {
        var seconds = new long[rows.RowCount];
        var rest = new int[rows.RowCount];
        for (var row = 0; row < seconds.Length; row++)
        {
            var time = EpochTime.FromSecondsAndNanos(rows.Epochs[row], rows.NanosecondValues[row]);
            (seconds[row], rest[row]) = (time.Seconds, time.Nanoseconds);
        }

        return rows with
        {
            Epoch = Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, seconds),
            Nanoseconds = Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, rest),
        };
    }
}
