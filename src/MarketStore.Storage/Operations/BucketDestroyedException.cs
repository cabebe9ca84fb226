using MarketStore.Core.Errors;
using MarketStore.Core.Keys;

namespace MarketStore.Storage.Operations;

/// <summary>The bucket was removed between the look-up of its schema and the write: the write starts over, and makes it anew.</summary>
internal sealed class BucketDestroyedException(TimeBucketKey key) : MarketStoreException(ErrorKind.NotFound, $"bucket {key} was removed while rows for it were waiting");
