using System.Globalization;

namespace MarketStore.Trials.FailingCalls;

/// <summary>What a store should hold, by the meaning of the operations alone: the last row of a fixed slot, every row of a variable one.</summary>
sealed class StoreModel
{
    readonly SortedDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    public static StoreModel Of(IEnumerable<StoreOperation> operations)
    {
        var model = new StoreModel();
        foreach (var operation in operations)
            operation.ApplyTo(model);
        return model;
    }

    public bool Has(string key) => _buckets.ContainsKey(key);

    public bool HasBelow(string path) => _buckets.Keys.Any(key => IsBelow(key, path));

    public void Add(string key, bool isVariable, IReadOnlyList<StoreRow> rows)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
            _buckets.Add(key, bucket = new(isVariable, SlotSecondsOf(key)));
        foreach (var row in rows)
            bucket.Add(row);
    }

    public void Remove(string path)
    {
        foreach (var key in _buckets.Keys.Where(key => IsBelow(key, path)).ToList())
            _buckets.Remove(key);
    }

    /// <summary>Null when what was read is what is due; otherwise the first difference in words.</summary>
    /// <param name="isPassedOver">Buckets of which nothing can be said.</param>
    public string? FindDifference(IReadOnlyDictionary<string, IReadOnlyList<StoreRow>> read, Predicate<string>? isPassedOver = null)
    {
        foreach (var key in _buckets.Keys.Concat(read.Keys).Distinct(StringComparer.Ordinal))
        {
            if (isPassedOver?.Invoke(key) is true)
                continue;
            if (!read.ContainsKey(key))
                return $"bucket {key} is gone";
            if (!_buckets.TryGetValue(key, out var bucket))
                return $"bucket {key} should not be there";
            if (bucket.FindDifference(read[key]) is { } difference)
                return $"{key}: {difference}";
        }

        return null;
    }

    public static bool IsBelow(string key, string path) => key == path || key.StartsWith(path + "/", StringComparison.Ordinal);

    /// <summary>Of a key such as <c>A/1Min/T</c>.</summary>
    static long SlotSecondsOf(string key)
    {
        var timeframe = key.Split('/')[1];
        var unit = timeframe.TrimStart("0123456789".ToCharArray());
        var count = long.Parse(timeframe.AsSpan(0, timeframe.Length - unit.Length), CultureInfo.InvariantCulture);
        return count * (unit switch
        {
            "Sec" => 1,
            "Min" => 60,
            "H" => 3_600,
            "D" => 86_400,
            _ => throw new ArgumentException($"the trials know no timeframe {timeframe}"),
        });
    }

    sealed class Bucket(bool isVariable, long slotSeconds)
    {
        readonly Dictionary<long, StoreRow> _rows = [];

        public void Add(StoreRow row)
        {
            var slot = row.Epoch - (row.Epoch % slotSeconds);
            if (isVariable)
                _rows[row.Number] = row;
            else
                _rows[slot] = row with { Epoch = slot };
        }

        public string? FindDifference(IReadOnlyList<StoreRow> read)
        {
            var left = _rows.Values.ToDictionary(row => row.Number);
            StoreRow? previous = null;
            foreach (var row in read)
            {
                if (row.IsTorn)
                    return $"row {row.Number} at {row.Epoch} has a price that nobody wrote";
                if (!left.Remove(row.Number, out var due))
                    return $"row {row.Number} at {row.Epoch} is {(_rows.Values.Any(known => known.Number == row.Number) ? "there twice" : "not due")}";
                // A tick comes back up to one tick early: the slot's length by 2^32.
                var lateNanoseconds = ((due.Epoch - row.Epoch) * 1_000_000_000) + due.Nanoseconds - row.Nanoseconds;
                if (lateNanoseconds < 0 || lateNanoseconds > (isVariable ? 1 + (slotSeconds * 1_000_000_000 >> 32) : 0))
                    return $"row {row.Number} is at {row.Epoch}.{row.Nanoseconds:d9} and not at {due.Epoch}.{due.Nanoseconds:d9}";
                if (previous is { } before && (before.Epoch, before.Nanoseconds).CompareTo((row.Epoch, row.Nanoseconds)) > 0)
                    return $"row {row.Number} comes behind {before.Number} and is earlier";
                previous = row;
            }

            return left.Count == 0 ? null : $"{left.Count} of {_rows.Count} rows are gone, the first of them {left.Keys.Min()}";
        }
    }
}
