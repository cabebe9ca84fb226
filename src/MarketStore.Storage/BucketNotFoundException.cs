using MarketStore.Core.Errors;
using MarketStore.Core.Keys;

namespace MarketStore.Storage;

/// <summary>There is no such bucket, or it was removed while it was read.</summary>
public sealed class BucketNotFoundException(TimeBucketKey key) : MarketStoreException(ErrorKind.NotFound, $"there is no bucket {key}");
