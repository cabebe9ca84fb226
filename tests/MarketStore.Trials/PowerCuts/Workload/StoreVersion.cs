namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>All buckets as they are after some operation. Never changes.</summary>
sealed class StoreVersion(IReadOnlyDictionary<string, BucketContent> buckets)
{
    public static StoreVersion Empty { get; } = new(new Dictionary<string, BucketContent>());

    public IReadOnlyDictionary<string, BucketContent> Buckets => buckets;

    public StoreVersion With(params IEnumerable<(string Key, BucketContent Content)> changed)
    {
        var copy = buckets.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, content) in changed)
            copy[key] = content;
        return new(copy);
    }

    /// <summary>Without the buckets at or below a path.</summary>
    public StoreVersion Without(string path) =>
        new(buckets.Where(bucket => bucket.Key != path && !bucket.Key.StartsWith(path + "/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal));
}
