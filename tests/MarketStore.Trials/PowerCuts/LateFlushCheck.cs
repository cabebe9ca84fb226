using MarketStore.Storage;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>
/// What must hold after a cut when the log is flushed late: all that a checkpoint covered is there, and nothing that was never written. With `interval` moreover ticks come back in the order
/// of their batches and without a gap, those of a batch in all its buckets or in none, and where a batch's ticks are there its bars are too, unless later ones took their slots.
/// </summary>
sealed class LateFlushCheck(StoreVersion durable, IReadOnlyList<LedgerEntry> open, Dictionary<string, FoundBucket> found, TrialTally tally)
{
    /// <summary>Returns what was found, for the model to go on with.</summary>
    /// <exception cref="TrialFailedException">It does not hold.</exception>
    public StoreVersion Require(WalSync sync)
    {
        foreach (var key in durable.Buckets.Keys.Where(key => !found.ContainsKey(key)))
            Fail("lost", $"{key}, which a checkpoint covered, is gone");
        var present = sync == WalSync.Interval ? PresentBatches() : [];
        foreach (var (key, bucket) in found)
        {
            var least = durable.Buckets.GetValueOrDefault(key) ?? open.Select(entry => entry.After.Buckets.GetValueOrDefault(key)).FirstOrDefault(content => content is not null)?.Emptied();
            if (least is null || bucket.IsVariable != least.IsVariable || bucket.Schema != least.Schema)
                Fail("phantom", $"{key} is there, and nobody made it so");
            RequireRows(key, bucket, present.Aggregate(least!, (content, entry) => content.With(RowsOf(entry, key))), exact: bucket.IsVariable && sync == WalSync.Interval);
        }

        return new(found.ToDictionary(bucket => bucket.Key, bucket => AsWritten(bucket.Key, bucket.Value), StringComparer.Ordinal));
    }

    /// <summary>Ticks with the times that they were written with: those they come back with may differ a little, and order them otherwise among new ones.</summary>
    BucketContent AsWritten(string key, FoundBucket bucket)
    {
        var content = bucket.ToContent();
        if (!bucket.IsVariable)
            return content;
        var times = open.SelectMany(entry => RowsOf(entry, key)).Concat(durable.Buckets.GetValueOrDefault(key)?.Rows ?? []).DistinctBy(row => row.Id).ToDictionary(row => row.Id, row => row.Nanoseconds);
        return content with { Rows = [.. content.Rows.Select(row => row with { Nanoseconds = times[row.Id] })] };
    }

    /// <summary>Batches of which the ticks are there.</summary>
    List<LedgerEntry> PresentBatches()
    {
        var present = new List<LedgerEntry>();
        LedgerEntry? missing = null;
        foreach (var entry in open)
        {
            var parts = entry.Writes.Where(write => entry.After.Buckets[write.Key].IsVariable).ToList();
            var there = parts.Sum(part => part.Rows.Count(row => Holds(part.Key, row)));
            if (parts.Count == 0)
                continue;
            if (there == 0)
                missing ??= entry;
            else if (there < parts.Sum(part => part.Rows.Count))
                Fail("half", $"{entry.What}: {there} of its {parts.Sum(part => part.Rows.Count)} ticks are there");
            else if (missing is not null)
                Fail("lost", $"{missing.What} is not there and the later {entry.What} is");
            else
                present.Add(entry);
        }

        return present;
    }

    bool Holds(string key, ModelRow row) => found.TryGetValue(key, out var bucket) && bucket.Rows.Any(known => known.Id == row.Id);

    void RequireRows(string key, FoundBucket bucket, BucketContent least, bool exact)
    {
        if (exact && !least.Holds(bucket.Rows))
            Fail("half", $"{key} holds {bucket.Rows.Length} ticks for {least.Rows.Length}, or in another order");
        var possible = open.SelectMany(entry => RowsOf(entry, key)).Concat(least.Rows).Select(row => row.Id).GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
        foreach (var rows in bucket.Rows.Where(row => !IsOverwritten(key, bucket, row)).GroupBy(row => row.Id))
        {
            if (!possible.TryGetValue(rows.Key, out var count))
                Fail("phantom", $"{key}: row {rows.First()}");
            if (rows.Count() > count)
                Fail("doubled", $"{key}: row {rows.First()}, {rows.Count()} for {count}");
        }

        // A bar may have made way for one that was written later: the file may have more than the log.
        foreach (var row in least.Rows)
        {
            if (!bucket.Rows.Any(known => bucket.IsVariable ? known.Id == row.Id : known.Nanoseconds == row.Nanoseconds && (known.Id >= row.Id || IsOverwritten(key, bucket, known))))
                Fail("lost", $"{key}: row {row}");
        }
    }

    /// <summary>A bar that a later batch was being written over, not in the log yet: it may be the one, the other, or a part of each.</summary>
    bool IsOverwritten(string key, FoundBucket bucket, ModelRow row) => row.Id == ModelRow.TornId && !bucket.IsVariable
        && (durable.Buckets.GetValueOrDefault(key)?.Rows.Contains(row) is true || open.Any(entry => RowsOf(entry, key).Any(written => bucket.ToContent().SlotStart(written.Nanoseconds) == row.Nanoseconds)));

    static IReadOnlyList<ModelRow> RowsOf(LedgerEntry entry, string key) => entry.Writes.FirstOrDefault(write => write.Key == key).Rows ?? [];

    void Fail(string kind, string text)
    {
        tally.Add(kind);
        throw new TrialFailedException($"{kind}: {text}");
    }
}
