using MarketStore.Core.Types;

namespace MarketStore.Protocol.Messages;

/// <summary>
/// Rows to be sent: buckets of the same columns, which the wire lays back to back, column by column. Every bucket has exactly the columns of
/// <see cref="Shapes"/>. Does not own the rows.
/// </summary>
public sealed class Dataset(IReadOnlyList<DataShape> shapes, IReadOnlyList<DatasetBucket> buckets)
{
    public IReadOnlyList<DataShape> Shapes { get; } = shapes;

    public IReadOnlyList<DatasetBucket> Buckets { get; } = buckets;

    /// <summary>Bytes of one column over all buckets.</summary>
    public long ColumnBytes(int column)
    {
        var bytes = 0L;
        foreach (var bucket in Buckets)
            bytes += bucket.Rows.Columns[column].Data.Length;
        return bytes;
    }

    public long RowCount
    {
        get
        {
            var rows = 0L;
            foreach (var bucket in Buckets)
                rows += bucket.Rows.RowCount;
            return rows;
        }
    }
}
