using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>Compares what was found after a cut with what may be there.</summary>
static class StateCheck
{
    /// <summary>One of the states, all of it and nothing else. Returns which.</summary>
    /// <param name="allowed">The likely one first, the one that is acknowledged last.</param>
    /// <exception cref="TrialFailedException">It is none of them; says of the rows that are wrong what is wrong with them.</exception>
    public static StoreVersion RequireOneOf(IReadOnlyList<StoreVersion> allowed, Dictionary<string, FoundBucket> found, TrialTally tally)
    {
        foreach (var version in allowed)
        {
            if (Is(version, found))
                return version;
        }

        var faults = FaultsOf(allowed, found, tally);
        throw new TrialFailedException(string.Join("; ", faults.DefaultIfEmpty("an operation is there in part").Take(6)));
    }

    static bool Is(StoreVersion version, Dictionary<string, FoundBucket> found) =>
        version.Buckets.Count == found.Count && version.Buckets.All(bucket => found.TryGetValue(bucket.Key, out var rows) && rows.Is(bucket.Value));

    static List<string> FaultsOf(IReadOnlyList<StoreVersion> allowed, Dictionary<string, FoundBucket> found, TrialTally tally)
    {
        var faults = new List<string>();
        foreach (var key in allowed.SelectMany(version => version.Buckets.Keys).Concat(found.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var due = allowed.Select(version => version.Buckets.GetValueOrDefault(key)).ToList();
            if (!found.TryGetValue(key, out var bucket))
            {
                if (due.TrueForAll(content => content is not null))
                    Add("lost", $"{key} is gone");
            }
            else if (due.TrueForAll(content => content is null))
            {
                Add("phantom", $"{key} is there with {bucket.Rows.Length} rows");
            }
            else if (!due.Exists(content => content is not null && bucket.Is(content)))
            {
                AddRows(key, bucket, [.. due.OfType<BucketContent>()]);
            }
        }

        if (faults.Count == 0)
            tally.Add("half");
        return faults;

        void Add(string kind, string text)
        {
            tally.Add(kind);
            faults.Add($"{kind}: {text}");
        }

        void AddRows(string key, FoundBucket bucket, List<BucketContent> due)
        {
            foreach (var id in due.SelectMany(content => content.Rows).Concat(bucket.Rows).Select(row => row.Id).Distinct())
            {
                var counts = due.Select(content => content.Rows.Count(row => row.Id == id)).ToList();
                var there = bucket.Rows.Where(row => row.Id == id).ToList();
                if (there.Count < counts.Min())
                    Add("lost", $"{key}: row {id}, {there.Count} of {counts.Min()}");
                else if (there.Count > 0 && counts.Max() == 0)
                    Add("phantom", $"{key}: row {there[0]}");
                else if (there.Count > counts.Max())
                    Add("doubled", $"{key}: row {there[0]}, {there.Count} for {counts.Max()}");
            }

            if (faults.Count == 0)
                Add("half", $"{key} is in none of {due.Count} states: {string.Join(' ', bucket.Rows.Take(20))}");
        }
    }
}
