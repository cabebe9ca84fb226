using MarketStore.Core.Types;

namespace MarketStore.Query;

/// <summary>The rows of one or more buckets, all of the same columns. Owns pooled memory: dispose it once the answer is written.</summary>
public sealed class QueryResult(IReadOnlyList<DataShape> shapes, IReadOnlyList<QueryResultBucket> buckets) : IDisposable
{
    public IReadOnlyList<DataShape> Shapes { get; } = shapes;

    public IReadOnlyList<QueryResultBucket> Buckets { get; } = buckets;

    public long RowCount => Buckets.Sum(bucket => (long)bucket.Rows.RowCount);

    public void Dispose()
    {
        foreach (var bucket in Buckets)
            bucket.Rows.Dispose();
    }
}
