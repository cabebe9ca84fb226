using MarketStore.Core.Errors;
using MarketStore.Query;
using MarketStore.Storage;

namespace MarketStore.Trials.Model.Expected;

/// <summary>What a query is to answer: docs/queries.md.</summary>
static class ExpectedQuery
{
    static readonly string[] Sources = ["1D", "4H", "2H", "1H", "30Min", "15Min", "5Min", "1Min", "30Sec", "10Sec", "1Sec"];

    /// <summary>Rows by key, in the order of the answer; or why there is none: one of the refusals.</summary>
    public static (List<(string Key, ExpectedRows Rows)> Answer, List<Refusal> Refusals) Of(ExpectedStore store, QueryRequest request, (string Function, string Argument)? call, long now)
    {
        if (request.LimitRecordCount < 0)
            return ([], [new(ErrorKind.InvalidRequest, "must not be negative")]);
        var parts = request.Destination.Split('/');
        var timeframe = parts[1];
        var symbols = parts[0] == "*" ? store.Buckets.Select(bucket => bucket.Key.Split('/')[0]).Distinct().ToArray() : parts[0].Split(',').Distinct().ToArray();
        var answer = new List<(string Key, ExpectedRows Rows)>();
        var refusals = new List<Refusal>();
        foreach (var group in parts[2].Split(',').Distinct())
        {
            foreach (var symbol in symbols)
            {
                var (rows, refusal) = OfBucket(store, request, symbol, timeframe, group, call?.Argument);
                if (rows is { } input && call is { } applied)
                    (rows, refusal) = ExpectedFunctions.Apply(applied.Function, applied.Argument, input, now);
                if (refusal is not null)
                    refusals.Add(refusal);
                else if (rows is not null)
                    answer.Add(($"{symbol}/{timeframe}/{group}:Symbol/Timeframe/AttributeGroup", rows));
            }
        }

        if (refusals.Count > 0)
            return ([], refusals);
        if (answer.Count == 0 && TimeframeRules.Window(timeframe) is null)
            return ([], [new(ErrorKind.InvalidRequest, "timeframe not found in TimeBucketKey=")]);
        if (answer.Count == 0)
            return ([], [new(ErrorKind.NotFound, "no results returned from query: Target: ")]);
        if (answer.Any(bucket => !HasSameColumns(bucket.Rows, answer[0].Rows)))
            return ([], [new(ErrorKind.InvalidRequest, "symbols in a query must have the same data type or be filtered by common columns")]);
        return (answer, []);
    }

    /// <summary>True where the pages leave open which source is read or how its slots fall into windows: those that lie across borders, and the ends of time.</summary>
    public static bool IsOpen(ExpectedStore store, QueryRequest request)
    {
        var parts = request.Destination.Split('/');
        if (TimeframeRules.Window(parts[1]) is not { } window)
            return false;
        var windows = new WindowRules(store.Zone, window.Count, window.Unit);
        var places = store.Buckets.Select(bucket => bucket.Key.Split('/')).Where(key => (parts[0] == "*" || parts[0].Split(',').Contains(key[0])) && parts[2].Split(',').Contains(key[2]));
        return places.Select(key => (Symbol: key[0], Group: key[2])).Distinct().Any(place => store.Find($"{place.Symbol}/{parts[1]}/{place.Group}") is null
            && SourceOf(store, windows, place.Symbol, place.Group) is { } source
            && (source.Years.Any(year => year is < -9_960 or > 9_980) || (store.Zone.Name != "UTC" && !NestsEasily(store.Zone, source, windows))));
    }

    /// <summary>Days in calendar windows; or slots of at most a quarter of an hour, in zones and years in which clocks differ from UTC by quarters of hours.</summary>
    static bool NestsEasily(ZoneRules zone, ExpectedBucket bucket, WindowRules windows)
    {
        if (bucket.Slots.IsDaily)
            return windows.ClockSeconds is null;
        return bucket.Slots.Seconds <= 900 && bucket.Years.All(year => zone.YearStart(year) % 900 == 0 && zone.OffsetAt(zone.YearStart(year) + (180 * ZoneRules.DaySeconds)) % 900 == 0);
    }

    /// <summary>The coarsest bucket whose slots make up the windows.</summary>
    static ExpectedBucket? SourceOf(ExpectedStore store, WindowRules windows, string symbol, string group) => Sources
        .Where(name => windows.ClockSeconds is not { } length || length % TimeframeRules.BucketSeconds(name) == 0)
        .Select(name => store.Find($"{symbol}/{name}/{group}"))
        .FirstOrDefault(bucket => bucket is not null);

    static (ExpectedRows? Rows, Refusal? Refusal) OfBucket(ExpectedStore store, QueryRequest request, string symbol, string timeframe, string group, string? onlyColumn)
    {
        if (store.Find($"{symbol}/{timeframe}/{group}") is { } exact)
            return (Rows(exact, request), null);
        if (TimeframeRules.Window(timeframe) is not { } window)
            return (null, null);
        var windows = new WindowRules(store.Zone, window.Count, window.Unit);
        return SourceOf(store, windows, symbol, group) is { } source
            ? ExpectedBars.Make(source, windows, request, onlyColumn)
            : (null, null);
    }

    /// <summary>Epoch, the columns asked for in their order and as often, then the Nanoseconds of ticks.</summary>
    static ExpectedRows Rows(ExpectedBucket bucket, QueryRequest request)
    {
        long? limit = request.LimitRecordCount == 0 ? null : request.LimitRecordCount;
        var all = bucket.Answer(request.Range, limit, request.LimitFromStart ? ScanDirection.First : ScanDirection.Last, names: null);
        if (request.Columns.Count == 0)
            return all;
        var columns = new List<ExpectedColumn> { all.Columns[0] };
        columns.AddRange(request.Columns.SelectMany(name => all.Columns.Where(column => column.Name == name)));
        if (bucket.IsVariable)
            columns.Add(all.Columns[^1]);
        return new(columns, all.RowCount);
    }

    static bool HasSameColumns(ExpectedRows left, ExpectedRows right)
    {
        static string Wire(ExpectedColumn column) => $"{column.Name} {(column.Type == Core.Types.ElementType.Bool ? Core.Types.ElementType.UInt8 : column.Type)}";
        return left.Columns.Select(Wire).SequenceEqual(right.Columns.Select(Wire));
    }
}
