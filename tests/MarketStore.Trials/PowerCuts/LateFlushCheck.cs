using MarketStore.Storage;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>
/// What must hold after a cut when the log is flushed late (`interval`, `none`): all that a checkpoint covered is there; of each later batch the ticks are there in all its buckets or in none;
/// a batch whose ticks are there has its bars too, unless later ones took their slots; with `interval`, ticks come back in the order of their batches, without a gap.
/// </summary>
static class LateFlushCheck
{
    /// <exception cref="TrialFailedException">It does not hold.</exception>
    public static void Require(StoreVersion durable, List<LedgerEntry> open, Dictionary<string, FoundBucket> found, WalSync sync, TrialTally tally)
    {
        var present = open.ConvertAll(entry => IsPresent(entry, found, tally));
        if (sync == WalSync.Interval && present.LastIndexOf(true) > present.IndexOf(false) && present.Contains(false))
            throw new TrialFailedException("ticks of a later batch are there and those of an earlier one are not");
        foreach (var (key, content) in durable.Buckets)
        {
            if (!found.ContainsKey(key))
                Fail(tally, "lost", $"{key}, which a checkpoint covered, is gone");
        }

        foreach (var (key, bucket) in found)
            RequireBucket(key, bucket, durable.Buckets.GetValueOrDefault(key), open, present, tally);
    }

    /// <summary>True when the batch's ticks are there, false when they are not, null when it has none.</summary>
    static bool? IsPresent(LedgerEntry entry, Dictionary<string, FoundBucket> found, TrialTally tally)
    {
        var parts = entry.Writes.Where(write => entry.After.Buckets[write.Key].IsVariable).ToList();
        var there = parts.Count(part => part.Rows.All(row => found.TryGetValue(part.Key, out var bucket) && bucket.Rows.Any(known => known.Id == row.Id)));
        var some = parts.Count(part => part.Rows.Any(row => found.TryGetValue(part.Key, out var bucket) && bucket.Rows.Any(known => known.Id == row.Id)));
        if (there != some || (there > 0 && there < parts.Count))
            Fail(tally, "half", $"{entry.What}: ticks of {some} of its {parts.Count} buckets are there, whole in {there}");
        return parts.Count == 0 ? null : there > 0;
    }

    static void RequireBucket(string key, FoundBucket bucket, BucketContent? durable, List<LedgerEntry> open, List<bool?> present, TrialTally tally)
    {
        var expected = durable;
        var possible = new List<ModelRow>(durable?.Rows ?? []);
        for (var position = 0; position < open.Count; position++)
        {
            if (!open[position].After.Buckets.TryGetValue(key, out var after))
                continue;
            expected ??= after with { Rows = [] };
            var rows = open[position].Writes.Where(write => write.Key == key).SelectMany(write => write.Rows).ToList();
            possible.AddRange(after.Rows.Where(row => rows.Exists(written => written.Id == row.Id)));
            if (present[position] is true)
                expected = expected.With(rows);
        }

        if (expected is null || bucket.IsVariable != expected.IsVariable || bucket.Schema != expected.Schema)
            Fail(tally, "phantom", $"{key} is there and nobody made it so");
        else if (bucket.IsVariable && !expected.Holds(bucket.Rows))
            Fail(tally, bucket.Rows.Length > expected.Rows.Length ? "doubled" : "lost", $"{key} holds {bucket.Rows.Length} ticks for {expected.Rows.Length}, or in another order");
        else if (!bucket.IsVariable)
            RequireBars(key, bucket, expected, possible, tally);
    }

    /// <summary>A slot holds what it must, or a bar that was written later: the file may have more than the log.</summary>
    static void RequireBars(string key, FoundBucket bucket, BucketContent expected, List<ModelRow> possible, TrialTally tally)
    {
        foreach (var row in bucket.Rows)
        {
            if (!possible.Contains(row))
                Fail(tally, "phantom", $"{key}: row {row}");
        }

        foreach (var row in expected.Rows)
        {
            var there = bucket.Rows.FirstOrDefault(known => known.Nanoseconds == row.Nanoseconds);
            if (there.Id < row.Id)
                Fail(tally, "lost", $"{key}: row {row}, there is {there}");
        }
    }

    static void Fail(TrialTally tally, string kind, string text)
    {
        tally.Add(kind);
        throw new TrialFailedException($"{kind}: {text}");
    }
}
