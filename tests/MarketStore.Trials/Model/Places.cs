using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model;

/// <summary>The keys of a sequence, and the moments around which its rows lie.</summary>
sealed class Places
{
    const string BarGroup = "OHLCV";

    static readonly string[] BarTimeframes = ["1Sec", "10Sec", "30Sec", "1Min", "1Min", "5Min", "15Min", "1H", "2H", "4H", "1D", "1D"];
    static readonly string[] TickTimeframes = ["1Sec", "1Sec", "30Sec", "1Min", "1Min", "5Min", "15Min", "1H", "2H", "4H", "1D", "1D", "1T", "7Min", "90Min"];
    static readonly string[] OtherTimeframes = ["1Sec", "1Min", "15Min", "4H", "1D", "1D-index", "24H", "7Min", "90Min", "2D", "1W", "1Y"];
    static readonly ElementType[] Types =
    [
        ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.Byte, ElementType.Bool,
        ElementType.Int16, ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64, ElementType.String16,
    ];

    readonly Random _random;
    readonly ZoneRules _zone;
    readonly Dictionary<string, List<EpochTime>> _used = new(StringComparer.Ordinal);

    public Places(Random random, ZoneRules zone, IReadOnlyList<string> symbols)
    {
        (_random, _zone) = (random, zone);
        Moments = [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => NewMoment())];
        var barColumns = BarColumns();
        var barTimeframes = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Pick(BarTimeframes)).ToList();
        All = [.. symbols.SelectMany(symbol => Of(symbol, barTimeframes, barColumns)).DistinctBy(place => place.Key)];
        if (random.Next(2) == 0 && All.FirstOrDefault(place => place.Group == "TICK" && TimeframeRules.BucketSeconds(place.Timeframe) >= 60) is { } hot)
        {
            HotKey = hot.Key;
            All = [.. All.Select(place => place == hot ? place with { Columns = [.. Enumerable.Range(0, 5).Select(number => new DataShape($"H{number}", ElementType.UInt64))] } : place)];
        }
    }

    public IReadOnlyList<Place> All { get; }

    /// <summary>Null, or the key of ticks that nearly all lie in one slot: many at first and then a few at a time, which a checkpoint carries over.</summary>
    public string? HotKey { get; }

    /// <summary>New years, leap days, changes of clocks, far years: Unix seconds.</summary>
    public IReadOnlyList<long> Moments { get; }

    /// <summary>A time that a row of a bucket had, or one of the moments.</summary>
    public EpochTime UsedTime(string key) => _used.TryGetValue(key, out var times) && times.Count > 0 && !_random.OneIn(8) ? _random.PickOf(times) : new(_random.PickOf(Moments), 0);

    /// <summary>Times of rows to write: in clusters, in any order, some of them again and again.</summary>
    public List<EpochTime> NewTimes(string key, long slotSeconds, int count)
    {
        if (!_used.TryGetValue(key, out var used))
            _used[key] = used = [];
        var times = new List<EpochTime>();
        var slots = new SlotRules(_zone, slotSeconds);
        var center = _random.PickOf(Moments);
        var width = Math.Min(_random.Pick(0L, 2, slotSeconds, 3 * slotSeconds, 40 * slotSeconds, 86_400), 400 * ZoneRules.DaySeconds);
        if (key == HotKey && !_random.OneIn(6))
            (center, width) = (Moments[0], 2);
        while (times.Count < count)
        {
            if (_random.OneIn(12))
                center = _random.PickOf(Moments);
            var time = used.Count > 0 && _random.OneIn(3)
                ? _random.PickOf(used)
                : new(center + _random.NextInt64(-width, width + 1), Nanoseconds());
            times.Add(_random.Next(12) switch
            {
                < 2 => time with { Nanoseconds = Nanoseconds() },
                2 => AtEdge(slots, time),
                _ => time,
            });
        }

        if (used.Count < 400)
            used.AddRange(times.Take(20));
        if (_random.Next(2) == 0)
            times.Sort();
        return times;
    }

    public IReadOnlyList<DataShape> RandomColumns(bool isVariable)
    {
        if (_random.OneIn(60))
            return [.. Enumerable.Range(0, 47).Select(number => new DataShape($"wide{number}", ElementType.String16))];
        var columns = Enumerable.Range(0, _random.OneIn(40) ? 0 : _random.Next(1, 6)).Select(number => new DataShape($"C{number}", _random.Pick(Types))).ToList();
        if (_random.OneIn(12) && columns.Count > 0)
            columns[0] = new("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", columns[0].Type);
        if (!isVariable && _random.OneIn(15))
            columns.Insert(_random.Next(columns.Count + 1), new("Nanoseconds", ElementType.Int32));
        return columns;
    }

    /// <summary>The first instant of a slot, or a few nanoseconds before it.</summary>
    EpochTime AtEdge(SlotRules slots, EpochTime time) => slots.Of(time.Seconds) is { Year: >= ZoneRules.MinYear and <= ZoneRules.MaxYear } slot
        ? EpochTime.FromSecondsAndNanos(slots.StartOf(slot with { Index = slot.Index + _random.Next(2) }), _random.Pick(0, 0, -1, -_random.Next(200), -_random.Next(50_000)))
        : time;

    int Nanoseconds() => _random.Next(6) switch
    {
        0 => 0,
        1 => 999_999_999 - _random.Next(20),
        2 => _random.Next(5),
        3 => _random.Next(10) * 100_000_000,
        _ => _random.Next(1_000_000_000),
    };

    IEnumerable<Place> Of(string symbol, List<string> barTimeframes, IReadOnlyList<DataShape> barColumns)
    {
        if (!_random.OneIn(5))
            yield return new($"{symbol}/{_random.PickOf(barTimeframes)}/{BarGroup}", IsVariable: false, barColumns);
        if (!_random.OneIn(4))
            yield return new($"{symbol}/{_random.Pick(TickTimeframes)}/TICK", IsVariable: true, RandomColumns(isVariable: true));
        if (_random.Next(2) == 0)
            yield return new($"{symbol}/{_random.Pick(TickTimeframes)}/TRADE", IsVariable: true, [new("Price", ElementType.Float64), new("Size", ElementType.Int32)]);
        yield return new($"{symbol}/{_random.Pick(OtherTimeframes)}/X", _random.OneIn(8), RandomColumns(isVariable: false));
        if (_random.OneIn(3))
            yield return new($"{symbol}/{_random.Pick(BarTimeframes)}/{BarGroup}", IsVariable: false, barColumns);
    }

    List<DataShape> BarColumns()
    {
        var price = _random.Pick(ElementType.Float32, ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.UInt16);
        var columns = new[] { "Open", "High", "Low", "Close" }.Select(name => new DataShape(name, _random.OneIn(10) ? _random.Pick(Types) : price)).ToList();
        if (!_random.OneIn(5))
            columns.Add(new("Volume", _random.Pick(ElementType.Int32, ElementType.Int64, ElementType.Float32, ElementType.Float64, ElementType.UInt16, ElementType.Byte)));
        if (_random.OneIn(4))
            columns.Insert(_random.Next(columns.Count), new("Extra", _random.Pick(Types)));
        return columns;
    }

    long NewMoment() => _random.Next(20) switch
    {
        < 7 => _zone.YearStart(_random.Pick(_random.Next(1995, 2035), 1970, 1971, 2000, 2012)),
        < 11 => ClockChange(),
        < 13 => new DateTimeOffset(_random.Pick(2000, 2020, 2024), 2, 29, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(),
        < 15 => _random.Pick(_zone.YearStart(1), _zone.YearStart(0), _zone.YearStart(ZoneRules.MinYear), _zone.YearStart(ZoneRules.MaxYear), _zone.YearStart(1900), _zone.YearStart(2100)),
        _ => _random.NextInt64(946_684_800, 1_893_456_000),
    };

    long ClockChange()
    {
        var year = _random.Pick(_random.Next(1960, 2030), _random.Next(2005, 2025), 2011);
        var changes = _zone.ChangesBetween(_zone.YearStart(year), _zone.YearStart(year + 1));
        return changes.Count == 0 ? _zone.YearStart(year) : _random.PickOf(changes);
    }
}
