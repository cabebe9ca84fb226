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

    /// <summary>Others may read them again: what is handed out owns nothing.</summary>
    public ITableReader Open(TableRead read) => new OnceReader(() => rows.Slice(0, rows.RowCount));
}
