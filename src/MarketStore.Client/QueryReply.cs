namespace MarketStore.Client;

/// <summary>The answers to the queries of one call.</summary>
/// <param name="Results">One for each query, in their order: the buckets that were found. All buckets of one query have the same columns.</param>
/// <param name="ServerVersion">The commit that the server was built from.</param>
/// <param name="TimeZone">The IANA name of the zone that the server counts days in: a hint for display; epochs are always Unix seconds.</param>
public sealed record QueryReply(IReadOnlyList<IReadOnlyList<BucketRows>> Results, string ServerVersion, string TimeZone);
