using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Trials.Model.Expected;

/// <summary>What the store should hold. Never changed in place: each operation gives the store after it, so that either side of a crash can be looked at.</summary>
sealed class ExpectedStore(ZoneRules zone)
{
    readonly SortedDictionary<string, ExpectedBucket> _buckets = new(StringComparer.Ordinal);

    public ZoneRules Zone => zone;

    /// <summary>In the order of their keys.</summary>
    public IReadOnlyCollection<ExpectedBucket> Buckets => _buckets.Values;

    public ExpectedBucket? Find(string key) => _buckets.GetValueOrDefault(key);

    /// <summary>The store with one bucket put in the place of what it has under the key; null takes it out.</summary>
    public ExpectedStore With(string key, ExpectedBucket? bucket)
    {
        var next = new ExpectedStore(zone);
        foreach (var (name, kept) in _buckets)
            next._buckets[name] = kept;
        if (bucket is null)
            next._buckets.Remove(key);
        else
            next._buckets[key] = bucket;
        return next;
    }

    public (ExpectedStore Next, Refusal? Refusal) Create(string key, bool isVariable, IReadOnlyList<DataShape> columns, int year)
    {
        var refusal = new Refusal();
        if (Find(key) is not null)
            refusal.Add(ErrorKind.AlreadyExists, "File is already in directory");
        if (year is < ZoneRules.MinYear or > ZoneRules.MaxYear)
            refusal.Add(ErrorKind.InvalidRequest, "lies outside");
        var made = Make(key, isVariable, columns, refusal);
        if (made is null || refusal.OrNone is not null)
            return (this, refusal);
        made.AddYear(year);
        return (With(key, made), null);
    }

    /// <summary>One batch: all of it, or a refusal and nothing.</summary>
    public (ExpectedStore Next, Refusal? Refusal) Write(IReadOnlyList<BucketWrite> writes)
    {
        var next = this;
        var refusal = new Refusal();
        foreach (var write in writes)
        {
            if (write.Rows.RowCount == 0)
                continue;
            if (Written(write, refusal) is { } bucket)
                next = next.With(bucket.Key, bucket);
        }

        return refusal.OrNone is null ? (next, null) : (this, refusal);
    }

    /// <summary>The rows of a range go; the bucket stays.</summary>
    public (ExpectedStore Next, Refusal? Refusal) Delete(string key, TimeRange range) =>
        Find(key) is { } bucket ? (With(key, bucket.Without(range)), null) : (this, new(ErrorKind.NotFound, "there is no bucket"));

    public (ExpectedStore Next, Refusal? Refusal) Destroy(string path)
    {
        var items = path.Split('/');
        for (var depth = 1; depth <= items.Length; depth++)
        {
            var above = string.Join('/', items[..depth]);
            if (!_buckets.Keys.Any(key => IsAtOrBelow(key, above)))
                return (this, new(ErrorKind.NotFound, $"Unable to find level item: {items[depth - 1]} in directory"));
        }

        var next = new ExpectedStore(zone);
        foreach (var (key, bucket) in _buckets)
        {
            if (!IsAtOrBelow(key, path))
                next._buckets[key] = bucket;
        }

        return (next, null);
    }

    static bool IsAtOrBelow(string key, string path) => key == path || key.StartsWith(path + "/", StringComparison.Ordinal);

    /// <summary>Null when the key or the columns cannot be stored.</summary>
    ExpectedBucket? Make(string key, bool isVariable, IReadOnlyList<DataShape> columns, Refusal refusal)
    {
        if (TimeframeRules.BucketSeconds(key.Split('/')[1]) is not { } seconds)
        {
            refusal.Add(ErrorKind.InvalidRequest, "Unable to get timeframe from key");
            return null;
        }

        var stored = columns.Where(column => column.Name != ColumnSeries.EpochName && !(isVariable && column.Name == ColumnSeries.NanosecondsName)).ToList();
        var faults = new List<string>();
        if (isVariable && seconds > ZoneRules.DaySeconds)
            faults.Add("lose the time within");
        if (stored.Count > 1_024)
            faults.Add("more than the 1024");
        if (stored.Any(column => Encoding.UTF8.GetByteCount(column.Name) > 32))
            faults.Add("is longer than 32 bytes");
        if (stored.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() < stored.Count)
            faults.Add("is given twice");
        foreach (var fault in faults)
            refusal.Add(ErrorKind.InvalidRequest, fault);
        return faults.Count == 0 ? new(key, new(zone, seconds), isVariable, stored) : null;
    }

    /// <summary>The bucket with the rows in it; what speaks against them is added to the refusal.</summary>
    ExpectedBucket? Written(BucketWrite write, Refusal refusal)
    {
        var rows = write.Rows;
        var hasTimes = rows.TryGetColumn(ColumnSeries.EpochName, out var epoch) && epoch.Value.Type == ElementType.Int64;
        if (!hasTimes)
            refusal.Add(ErrorKind.InvalidRequest, "unexpected data type for Epoch column");
        if (rows.TryGetColumn(ColumnSeries.NanosecondsName, out var nanoseconds) && nanoseconds.Value.Type != ElementType.Int32)
        {
            hasTimes = false;
            refusal.Add(ErrorKind.InvalidRequest, "unexpected data type for Nanoseconds column");
        }

        var bucket = Find(write.Key.ToString())?.Copy() ?? Make(write.Key.ToString(), write.IsVariable, [.. rows.Shapes], refusal);
        if (bucket is null)
            return null;
        var columns = Match(bucket, write, refusal);
        if (!hasTimes)
            return null;
        var times = TimesOf(epoch!.Value, nanoseconds);
        if (!AddFaults(bucket, times, refusal) || columns is null)
            return null;
        bucket.Add(times.Select((time, row) => (time, Pack(bucket, columns, row))));
        return bucket;
    }

    /// <summary>Brings the columns into the bucket's order and types; null where that cannot be.</summary>
    static List<byte[]>? Match(ExpectedBucket bucket, BucketWrite write, Refusal refusal)
    {
        var given = write.Rows.Columns.Where(column => column.Name != ColumnSeries.EpochName).ToList();
        // Nanoseconds is part of the time, unless a fixed bucket has a column of that name.
        if ((bucket.IsVariable || write.IsVariable) && !bucket.Columns.Any(column => column.Name == ColumnSeries.NanosecondsName))
            given.RemoveAll(column => column.Name == ColumnSeries.NanosecondsName);
        var isMatched = given.Count == bucket.Columns.Count && bucket.Columns.All(column => given.Count(candidate => candidate.Name == column.Name) == 1);
        if (!isMatched)
            refusal.Add(ErrorKind.InvalidRequest, "unable to match data columns");
        var columns = new List<byte[]>();
        foreach (var column in bucket.Columns)
        {
            foreach (var source in given.Where(candidate => candidate.Name == column.Name))
            {
                if (ExpectedConversion.Convert(source.Type, source.Data.Span, column.Type) is { } converted)
                    columns.Add(converted);
                else
                    refusal.Add(ErrorKind.InvalidRequest, "without loss").Add(ErrorKind.InvalidRequest, "can not cast");
            }
        }

        return isMatched && columns.Count == bucket.Columns.Count ? columns : null;
    }

    static List<EpochTime> TimesOf(Column epoch, Column? nanoseconds)
    {
        var times = new List<EpochTime>(epoch.RowCount);
        for (var row = 0; row < epoch.RowCount; row++)
        {
            var time = ((Int128)epoch.Values<long>()[row] * 1_000_000_000) + (nanoseconds is { } column ? column.Values<int>()[row] : 0);
            var rest = (int)(((time % 1_000_000_000) + 1_000_000_000) % 1_000_000_000);
            times.Add(new((long)((time - rest) / 1_000_000_000), rest));
        }

        return times;
    }

    /// <summary>False when a time cannot be stored.</summary>
    static bool AddFaults(ExpectedBucket bucket, List<EpochTime> times, Refusal refusal)
    {
        var isStorable = true;
        foreach (var time in times)
        {
            var slot = bucket.Slots.Of(time.Seconds);
            var fault = slot.Year is < ZoneRules.MinYear or > ZoneRules.MaxYear ? "lies outside the years"
                : bucket.IsVariable && !bucket.Slots.IsWithinNominalSize(slot) ? "cannot hold ticks"
                : bucket.HasNoJanuaryFirst && slot.Index == 0 ? "bars of January 1 do not fit"
                : null;
            if (fault is null)
                continue;
            refusal.Add(ErrorKind.InvalidRequest, fault);
            isStorable = false;
        }

        return isStorable;
    }

    static byte[] Pack(ExpectedBucket bucket, List<byte[]> columns, int row)
    {
        var packed = new List<byte>();
        for (var column = 0; column < columns.Count; column++)
        {
            var size = bucket.Columns[column].Type.SizeInBytes();
            packed.AddRange(columns[column].AsSpan(row * size, size));
        }

        return [.. packed];
    }
}
