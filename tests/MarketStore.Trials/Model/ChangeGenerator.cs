using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;
using MarketStore.Trials.Model.Steps;

namespace MarketStore.Trials.Model;

/// <summary>Makes steps that change the store, and some that are to be refused.</summary>
sealed class ChangeGenerator(Random random, Places places)
{
    static readonly ElementType[] Numbers =
    [
        ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.Byte, ElementType.Int16,
        ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64, ElementType.Bool, ElementType.String16,
    ];

    readonly ValueGenerator _values = new(random);

    public ChangeStep Any(ExpectedStore store, IReadOnlyList<string> symbols) => random.Next(10) switch
    {
        0 => Destroy(store, symbols),
        1 => Create(symbols),
        _ => Write(store, symbols),
    };

    public WriteStep Write(ExpectedStore store, IReadOnlyList<string> symbols)
    {
        var candidates = Of(symbols).ToArray();
        random.Shuffle(candidates);
        var count = random.Next(3) == 0 ? random.Next(2, 5) : 1;
        if (places.HotKey is { } hot && random.OneIn(3) && Array.FindIndex(candidates, place => place.Key == hot) is >= 0 and var at)
            (candidates[0], candidates[at]) = (candidates[at], candidates[0]);
        return new([.. candidates.Take(count).Select(place => Rows(store, place))]);
    }

    public CreateStep Create(IReadOnlyList<string> symbols)
    {
        var place = random.PickOf(Of(symbols));
        var columns = NewColumns(place).ToList();
        if (random.OneIn(4))
            columns.Insert(random.Next(columns.Count + 1), new("Epoch", ElementType.Int64));
        if (random.OneIn(10))
            columns = Unstorable(columns);
        if (place.IsVariable && random.OneIn(4))
            columns.Add(new("Nanoseconds", ElementType.Int32));
        var key = random.OneIn(15) ? $"{place.Symbol}/{random.Pick("1M", "Min", "0Min", "400Y", "1MinS")}/{place.Group}" : place.Key;
        var year = random.OneIn(15) ? random.Pick(-9_991, 9_991) : random.Pick(1970, 2_020, 2_021, 1, -9_990, 9_990);
        return new(key, place.IsVariable, columns, year);
    }

    public DestroyStep Destroy(ExpectedStore store, IReadOnlyList<string> symbols)
    {
        var there = store.Buckets.Select(bucket => bucket.Key).Where(key => symbols.Contains(key.Split('/')[0])).ToList();
        var key = there.Count == 0 || random.OneIn(8) ? random.PickOf(Of(symbols)).Key : random.PickOf(there);
        var parts = key.Split('/');
        return new(string.Join('/', parts[..random.Pick(1, 2, 2, 3, 3, 3)]));
    }

    List<Place> Of(IReadOnlyList<string> symbols) => [.. places.All.Where(place => symbols.Contains(place.Symbol))];

    /// <summary>Columns for a bucket to be made: mostly those of the place.</summary>
    IReadOnlyList<DataShape> NewColumns(Place place) => random.OneIn(8) && place.Group is not "OHLCV" and not "TRADE" ? places.RandomColumns(place.IsVariable) : place.Columns;

    List<DataShape> Unstorable(List<DataShape> columns) => random.Next(3) switch
    {
        0 => [.. columns, new(new string('n', 33), ElementType.Int32)],
        1 => [.. columns, new("twice", ElementType.Int32), new("twice", ElementType.Float32)],
        _ => [.. Enumerable.Range(0, 1_025).Select(number => new DataShape($"M{number}", ElementType.UInt8))],
    };

    BucketWrite Rows(ExpectedStore store, Place place)
    {
        var bucket = store.Find(place.Key);
        var isVariable = bucket?.IsVariable ?? place.IsVariable;
        var shapes = (bucket?.Columns ?? NewColumns(place)).ToList();
        var count = place.Key == places.HotKey ? (random.OneIn(6) ? random.Next(250, 400) : random.Next(1, 4)) : RowCount();
        if (random.OneIn(60))
            count = 0;
        var times = places.NewTimes(place.Key, TimeframeRules.BucketSeconds(place.Timeframe)!.Value, count);
        var isSmall = place.Group == "OHLCV";
        var columns = shapes.Where(shape => shape.Name != ColumnSeries.NanosecondsName).Select(shape => _values.Column(shape.Name, TypeToSend(bucket, shape), count, isSmall)).ToList();
        if (bucket is not null && random.Next(2) == 0)
            Shuffle(columns);
        if (bucket is not null && random.OneIn(25))
            Spoil(columns, count);
        var hasNanoseconds = shapes.Any(shape => shape.Name == ColumnSeries.NanosecondsName) || (isVariable && !random.OneIn(10));
        AddTimes(columns, times, hasNanoseconds);
        return new(TimeBucketKey.Parse(place.Key), new(columns, count), bucket is null || !random.OneIn(12) ? isVariable : !isVariable);
    }

    int RowCount() => random.Next(20) switch
    {
        < 6 => 1,
        < 14 => random.Next(2, 9),
        < 19 => random.Next(9, 50),
        _ => random.Next(150, 400),
    };

    /// <summary>Mostly the bucket's type; now and then another one, whose values may fit or not.</summary>
    ElementType TypeToSend(ExpectedBucket? bucket, DataShape shape) => bucket is not null && random.OneIn(20) ? random.Pick(Numbers) : shape.Type;

    void Spoil(List<Column> columns, int count)
    {
        if (columns.Count > 0 && random.Next(2) == 0)
            columns.RemoveAt(random.Next(columns.Count));
        else
            columns.Add(_values.Column(random.Pick("surplus", columns.Count > 0 ? columns[0].Name : "surplus"), ElementType.Float32, count, isSmall: true));
    }

    void AddTimes(List<Column> columns, List<EpochTime> times, bool hasNanoseconds)
    {
        if (random.OneIn(60))
            columns.Insert(random.Next(columns.Count + 1), Column.Of<int>(ColumnSeries.EpochName, ElementType.Int32, [.. times.Select(time => (int)time.Seconds)]));
        else
            columns.Insert(random.OneIn(4) ? random.Next(columns.Count + 1) : 0, Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. times.Select(time => time.Seconds)]));
        if (!hasNanoseconds)
            return;
        var at = random.OneIn(4) ? random.Next(columns.Count + 1) : columns.Count;
        if (random.OneIn(60))
            columns.Insert(at, Column.Of<long>(ColumnSeries.NanosecondsName, ElementType.Int64, [.. times.Select(time => (long)time.Nanoseconds)]));
        else if (random.OneIn(20))
            columns.Insert(at, Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, [.. times.Select(_ => random.Next(int.MinValue, int.MaxValue))]));
        else
            columns.Insert(at, Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, [.. times.Select(time => time.Nanoseconds)]));
    }

    void Shuffle(List<Column> columns)
    {
        var shuffled = columns.ToArray();
        random.Shuffle(shuffled);
        columns.Clear();
        columns.AddRange(shuffled);
    }
}
