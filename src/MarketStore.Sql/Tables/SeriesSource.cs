using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query.Tables;

namespace MarketStore.Sql.Tables;

/// <summary>Rows that our own functions have made, for a statement around them.</summary>
internal sealed class SeriesSource(string name, ColumnSeries rows) : ITableSource
{
    public string Name { get; } = name;

    public IReadOnlyList<DataShape> Columns { get; } = [.. rows.Shapes];

    public bool HasSymbols => false;

    public bool IsVariable => false;

    public bool HasTimes => false;

    public long RowEstimate => rows.RowCount;

    public ITableReader Open(TableRead read) => new Reader(rows);

    sealed class Reader(ColumnSeries rows) : ITableReader
    {
        bool _isRead;

        public string Symbol => "";

        public ColumnSeries? Next(CancellationToken cancellationToken)
        {
            if (_isRead || rows.RowCount == 0)
                return null;
            _isRead = true;
            // Others may read them again.
            return rows.Slice(0, rows.RowCount);
        }

        public void Dispose()
        {
        }
    }
}
