using MarketStore.Core.Time;
using MarketStore.Query;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;
using MarketStore.Trials.Model.Steps;

namespace MarketStore.Trials.Model;

/// <summary>Makes reads whose bounds lie where something can go wrong: at rows, at the edges of slots, at new years.</summary>
sealed class ReadGenerator(Random random, Places places)
{
    static readonly string[] Windows = ["5Min", "15Min", "1H", "4H", "12H", "1D", "2D", "1W", "2W", "1M", "3M", "1Y", "10Y", "7Min", "90Min", "x5Miny", "1Day", "1T", "0Min", "10Sec", "2H"];
    static readonly string[] Functions = ["count", "min", "max", "avg", "gap"];

    public ScanStep Scan(ExpectedStore store)
    {
        var (key, request) = ScanOf(store, random.PickOf(places.All).Symbol);
        return new(key, request);
    }

    public (string Key, ScanRequest Request) ScanOf(ExpectedStore store, string symbol)
    {
        var place = random.PickOf(places.All.Where(place => place.Symbol == symbol).ToList());
        var bucket = store.Find(place.Key);
        if (bucket is null && !random.OneIn(5) && store.Buckets.Where(other => other.Key.StartsWith(symbol + "/", StringComparison.Ordinal)).ToList() is { Count: > 0 } there)
            bucket = random.PickOf(there);
        var direction = random.Pick(ScanDirection.First, ScanDirection.Last);
        return (bucket?.Key ?? place.Key, new(Range(bucket, place.Key), Limit(bucket), direction, random.Next(2) == 0 ? null : Columns(bucket, repeats: false)));
    }

    /// <summary>A deletion of a range such as reads have.</summary>
    public DeleteStep Delete(ExpectedStore store)
    {
        var (key, request) = ScanOf(store, random.PickOf(places.All).Symbol);
        return new(key, request.Range);
    }

    public QueryStep Query(ExpectedStore store)
    {
        var place = random.PickOf(places.All);
        var bucket = store.Find(place.Key);
        var request = new QueryRequest
        {
            Destination = Destination(place),
            Range = Range(bucket, place.Key),
            LimitRecordCount = random.OneIn(40) ? -1 : Limit(bucket) ?? 0,
            LimitFromStart = random.Next(2) == 0,
            Columns = random.Next(3) == 0 ? Columns(bucket, repeats: true) : [],
        };
        return random.OneIn(5) ? WithFunction(request, bucket) : new(request, call: null);
    }

    QueryStep WithFunction(QueryRequest request, ExpectedBucket? bucket)
    {
        var function = random.Pick(Functions);
        if (function == "gap")
        {
            var (text, seconds) = random.Pick<(string, string)>(("1Min", "60"), ("1H", "3600"), ("1D", "86400"), ("1Sec", "1"));
            return new(request with { Functions = [$"gap('{text}')"] }, (function, seconds));
        }

        var names = bucket?.Columns.Select(column => column.Name).Where(name => name != "Nanoseconds").ToList() ?? [];
        var column = function == "count" ? "*" : names.Count > 0 && !random.OneIn(10) ? random.PickOf(names) : random.Pick("Open", "Close", "absent");
        return new(request with { Functions = [$"{(random.Next(2) == 0 ? function : function.ToUpperInvariant())}({column})"] }, (function, column));
    }

    string Destination(Place place)
    {
        var symbols = random.Next(6) switch
        {
            < 3 => place.Symbol,
            3 => "*",
            4 => "A,B,C",
            _ => $"{place.Symbol},absent,,{random.Pick("A", "B", "C")},{place.Symbol}",
        };
        var timeframe = random.Next(2) == 0 && place.Group == "OHLCV" || random.OneIn(6) ? random.Pick(Windows) : place.Timeframe;
        var groups = random.OneIn(6) ? random.Pick("TICK,TRADE", "TRADE", "OHLCV,X", "none") : place.Group;
        return $"{symbols}/{timeframe}/{groups}{(random.OneIn(10) ? "/" : "")}";
    }

    TimeRange Range(ExpectedBucket? bucket, string key)
    {
        var start = random.Next(3) == 0 ? EpochTime.MinValue : Bound(bucket, key);
        var end = random.Next(3) == 0 ? EpochTime.MaxValue : Bound(bucket, key);
        return end.CompareTo(start) < 0 && !random.OneIn(10) ? new(end, start) : new(start, end);
    }

    EpochTime Bound(ExpectedBucket? bucket, string key)
    {
        var time = bucket is { Rows.Count: > 0 } && random.Next(3) > 0 ? random.PickOf(bucket.Rows).Time : places.UsedTime(key);
        return random.Next(8) switch
        {
            < 3 => time,
            3 => EpochTime.FromSecondsAndNanos(time.Seconds, time.Nanoseconds + random.Pick(-1, 1)),
            4 => EpochTime.FromSecondsAndNanos(time.Seconds + random.Next(-100_000, 100_000), random.Next(1_000_000_000)),
            5 => new(random.PickOf(places.Moments), 0),
            _ => SlotEdge(bucket, time),
        };
    }

    EpochTime SlotEdge(ExpectedBucket? bucket, EpochTime time)
    {
        if (bucket is null || bucket.Slots.Of(time.Seconds) is not { Year: >= ZoneRules.MinYear and <= ZoneRules.MaxYear } slot)
            return time with { Nanoseconds = 0 };
        return EpochTime.FromSecondsAndNanos(bucket.Slots.StartOf(slot with { Index = slot.Index + random.Next(2) }), random.Pick(-1, 0, 0, 1));
    }

    long? Limit(ExpectedBucket? bucket) => random.Next(20) switch
    {
        < 8 => null,
        < 13 => random.Next(1, 4),
        < 19 => random.Next(0, (bucket?.Rows.Count ?? 0) + 3),
        _ => random.Pick(-1L, 0L, 1_000_000L),
    };

    List<string> Columns(ExpectedBucket? bucket, bool repeats)
    {
        var names = bucket?.Columns.Select(column => column.Name).ToArray() ?? ["Open", "Close"];
        random.Shuffle(names);
        var wanted = names[..random.Next(names.Length + 1)].ToList();
        if (random.OneIn(4))
            wanted.Insert(random.Next(wanted.Count + 1), "absent");
        if (repeats && random.OneIn(4))
            wanted.Insert(random.Next(wanted.Count + 1), random.Pick("Epoch", "Nanoseconds", names.Length > 0 ? names[0] : "Epoch"));
        return wanted;
    }
}
