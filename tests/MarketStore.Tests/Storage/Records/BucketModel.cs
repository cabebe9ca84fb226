using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;

namespace MarketStore.Tests.Storage.Records;

/// <summary>What a bucket should answer, kept in plain lists: rows by slot for fixed buckets, all rows by time and arrival for variable ones.</summary>
sealed class BucketModel(string key, string zoneName, bool isVariable)
{
    readonly MarketTimeZone _zone = Zones.Get(zoneName);
    readonly Timeframe _timeframe = Timeframes.Get(key.Split('/')[1]);
    readonly List<Row> _rows = [];

    public string Key => key;

    public int Count => _rows.Count;

    /// <summary>A row's time as it was written.</summary>
    public (long Seconds, int Nanoseconds) RandomTime(Random random) => _rows.Count == 0 ? (0, 0) : (_rows[random.Next(_rows.Count)].Time.Seconds, random.Next(1_000_000_000));

    public Column[] Write((long Seconds, int Nanoseconds)[] times, Random random)
    {
        var isNew = _rows.Count == 0;
        var values = times.Select(_ => random.Next(-120, 120)).ToArray();
        for (var row = 0; row < times.Length; row++)
            Add(times[row], values[row]);
        // The first write gives the bucket its order of columns; after that a client's order is any.
        Column[] columns = [
            Rows.Epoch([.. times.Select(time => time.Seconds)]), Rows.F4("F4", [.. values.Select(value => value / 4f)]), Rows.I1("I1", [.. values.Select(value => (sbyte)value)]),
            Rows.F8("F8", [.. values.Select(value => value / 8.0)]), Rows.I2("I2", [.. values.Select(value => (short)(value * 100))]),
        ];
        if (!isNew)
            random.Shuffle(columns);
        return isVariable ? [.. columns, Rows.Nanoseconds([.. times.Select(time => time.Nanoseconds)])] : columns;
    }

    public string Answer(ScanRequest request)
    {
        var found = _rows.Where(row => IsIn(row, request.Range)).OrderBy(row => row.Time).ToList();
        if (request.RowLimit is { } limit && found.Count > limit)
            found = request.Direction == ScanDirection.First ? found[..(int)limit] : found[^(int)limit..];
        var columns = new List<Column> { Rows.Epoch([.. found.Select(row => row.Time.Seconds)]) };
        foreach (var name in request.Columns ?? ["F4", "I1", "F8", "I2"])
            columns.Add(ColumnOf(name, found));
        if (isVariable)
            columns.Add(Rows.Nanoseconds([.. found.Select(row => row.Time.Nanoseconds)]));
        return Rows.Describe(Rows.Of([.. columns]));
    }

    static Column ColumnOf(string name, List<Row> rows) => name switch
    {
        "F4" => Rows.F4(name, [.. rows.Select(row => row.Value / 4f)]),
        "I1" => Rows.I1(name, [.. rows.Select(row => (sbyte)row.Value)]),
        "F8" => Rows.F8(name, [.. rows.Select(row => row.Value / 8.0)]),
        _ => Rows.I2(name, [.. rows.Select(row => (short)(row.Value * 100))]),
    };

    void Add((long Seconds, int Nanoseconds) time, int value)
    {
        var calendar = new SlotCalendar(_zone, _timeframe, _zone.YearAt(time.Seconds));
        var index = calendar.IndexOf(time.Seconds);
        var start = calendar.StartOf(index);
        var end = Math.Min(calendar.StartOf(index + 1), calendar.YearEndSeconds);
        if (isVariable)
        {
            var ticks = new IntervalTicks(calendar);
            var within = ticks.DecodeNanoseconds(index, ticks.Encode(index, time.Seconds, time.Nanoseconds));
            _rows.Add(new(EpochTime.FromSecondsAndNanos(start, within), start, end, value));
            return;
        }

        _rows.RemoveAll(row => row.Time.Seconds == start);
        _rows.Add(new(new(start, 0), start, end, value));
    }

    /// <summary>A fixed row is in when its slot touches the range.</summary>
    bool IsIn(Row row, TimeRange range) => isVariable
        ? row.Time >= range.Start && row.Time <= range.End
        : !range.IsEmpty && range.End.Seconds >= row.SlotStart && range.Start.Seconds < row.SlotEnd;

    readonly record struct Row(EpochTime Time, long SlotStart, long SlotEnd, int Value);
}
