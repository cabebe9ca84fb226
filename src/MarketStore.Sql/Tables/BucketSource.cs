using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query.Tables;

namespace MarketStore.Sql.Tables;

/// <summary>Rows of buckets.</summary>
internal sealed class BucketSource(BucketTable table) : ITableSource
{
    const long RowsOfABucket = 100_000;

    public BucketTable Table { get; } = table;

    public string Name => Table.Name;

    public IReadOnlyList<DataShape> Columns => Table.Columns;

    public bool HasSymbols => Table.HasSymbols;

    public bool IsVariable => Table.IsVariable;

    public bool HasTimes => true;

    public long RowEstimate => Table.Sources.Count * RowsOfABucket;

    public ITableReader Open(TableRead read) => new Reader(Table.Open(read));

    sealed class Reader(TableRows rows) : ITableReader
    {
        public string Symbol => rows.Symbol;

        public ColumnSeries? Next(CancellationToken cancellationToken) => rows.Next(cancellationToken);

        public void Dispose() => rows.Dispose();
    }
}
