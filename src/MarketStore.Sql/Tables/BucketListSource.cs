using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Query.Tables;
using MarketStore.Storage;

namespace MarketStore.Sql.Tables;

/// <summary>
/// The table <c>buckets</c>: a row for each bucket, with its symbol, timeframe and attribute group, its record type and columns, its years, and its first and last row.
/// First and last rows are looked up only for those who ask for them.
/// </summary>
internal sealed class BucketListSource(Database database, CancellationToken cancellationToken) : ITableSource
{
    public const string TableName = "buckets";

    const string First = "First";
    const string Last = "Last";

    static readonly DataShape[] Shapes =
    [
        Text("Key"), Text("Symbol"), Text("Timeframe"), Text("AttributeGroup"), Text("RecordType"), Text("Columns"),
        new("FirstYear", ElementType.Int32), new("LastYear", ElementType.Int32), new(First, ElementType.Int64), new(Last, ElementType.Int64),
    ];

    public string Name => TableName;

    public IReadOnlyList<DataShape> Columns => Shapes;

    public bool HasSymbols => false;

    public bool IsVariable => false;

    public bool HasTimes => false;

    public long RowEstimate => 1_000;

    public ITableReader Open(TableRead read) => new OnceReader(() => Read(read));

    ColumnSeries Read(TableRead read)
    {
        var wanted = read.Columns;
        var buckets = new List<BucketInfo>();
        foreach (var key in database.ListBuckets())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (database.TryGetBucket(key, out var bucket))
                buckets.Add(bucket);
        }

        var columns = new List<Column>();
        foreach (var shape in Shapes.Where(shape => wanted is null || wanted.Contains(shape.Name)))
        {
            columns.Add(shape.Name switch
            {
                First => Column.Of<long>(First, ElementType.Int64, [.. buckets.Select(bucket => EdgeOf(bucket, ScanDirection.First))]),
                Last => Column.Of<long>(Last, ElementType.Int64, [.. buckets.Select(bucket => EdgeOf(bucket, ScanDirection.Last))]),
                "FirstYear" => Column.Of<int>(shape.Name, ElementType.Int32, [.. buckets.Select(bucket => bucket.Years.Count > 0 ? bucket.Years[0] : 0)]),
                "LastYear" => Column.Of<int>(shape.Name, ElementType.Int32, [.. buckets.Select(bucket => bucket.Years.Count > 0 ? bucket.Years[^1] : 0)]),
                _ => Column.OfTexts(shape.Name, [.. buckets.Select(bucket => TextOf(shape.Name, bucket))]),
            });
        }

        return new(columns, buckets.Count);
    }

    /// <summary>The second of the first or the last row; the least number of all for a bucket without rows, which SQL shows as NULL.</summary>
    long EdgeOf(BucketInfo bucket, ScanDirection direction)
    {
        try
        {
            using var rows = database.Scan(bucket.Key, new(TimeRange.All, 1, direction, []), cancellationToken);
            return rows.RowCount == 0 ? NullTime : rows.Epochs[0];
        }
        catch (BucketNotFoundException)
        {
            return NullTime;
        }
    }

    /// <summary>Stands for the time of a row that is not there.</summary>
    public const long NullTime = long.MinValue;

    static string TextOf(string name, BucketInfo bucket) => name switch
    {
        "Key" => bucket.Key.ToString(),
        "Symbol" => bucket.Key.Symbol,
        "Timeframe" => bucket.Key.Timeframe,
        "AttributeGroup" => bucket.Key.AttributeGroup,
        "RecordType" => bucket.RecordType == RecordType.Variable ? "variable" : "fixed",
        _ => string.Join(' ', bucket.Columns.Select(shape => $"{shape.Name}/{shape.Type.DisplayName().ToLowerInvariant()}")),
    };

    static DataShape Text(string name) => new(name, ElementType.String16);
}
