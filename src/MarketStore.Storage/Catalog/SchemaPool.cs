using System.Collections.Concurrent;

namespace MarketStore.Storage.Catalog;

/// <summary>
/// Lets buckets with the same columns share one schema, and what is worked out from it: thousands of symbols have the same few. Safe for any number of threads.
/// </summary>
internal sealed class SchemaPool
{
    /// <summary>Clients choose columns; schemas beyond so many different ones are not shared.</summary>
    const int MostSchemas = 1_024;

    readonly ConcurrentDictionary<BucketSchema, BucketSchema> _schemas = new(new SameRows());

    /// <summary>The schema that all buckets like this one have, or this one if it is the first.</summary>
    public BucketSchema Share(BucketSchema schema)
    {
        if (_schemas.TryGetValue(schema, out var shared))
            return shared;
        return _schemas.Count < MostSchemas ? _schemas.GetOrAdd(schema, schema) : schema;
    }

    sealed class SameRows : IEqualityComparer<BucketSchema>
    {
        public bool Equals(BucketSchema? left, BucketSchema? right) =>
            left is not null
            && right is not null
            && left.Timeframe == right.Timeframe
            && left.RecordType == right.RecordType
            && left.Description == right.Description
            && left.Columns.SequenceEqual(right.Columns);

        public int GetHashCode(BucketSchema schema)
        {
            var hash = default(HashCode);
            hash.Add(schema.Timeframe);
            hash.Add(schema.RecordType);
            foreach (var column in schema.Columns)
                hash.Add(column);
            return hash.ToHashCode();
        }
    }
}
