using MarketStore.Core.Series;

namespace MarketStore.Sql.Tables;

/// <summary>Hands out rows that are all there at once, of no symbol.</summary>
internal sealed class OnceReader(Func<ColumnSeries> read) : ITableReader
{
    bool _isRead;

    public string Symbol => "";

    public ColumnSeries? Next(CancellationToken cancellationToken)
    {
        if (_isRead)
            return null;
        _isRead = true;
        var rows = read();
        return rows.RowCount > 0 ? rows : null;
    }

    public void Dispose()
    {
    }
}
