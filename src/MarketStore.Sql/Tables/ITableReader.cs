using MarketStore.Core.Series;

namespace MarketStore.Sql.Tables;

/// <summary>Rows of a table, some at a time. For one thread at a time.</summary>
internal interface ITableReader : IDisposable
{
    /// <summary>The symbol of the rows that came last.</summary>
    string Symbol { get; }

    /// <summary>The next rows, at least one, or null at the end. The caller disposes them. Columns that a bucket has not are not among them.</summary>
    ColumnSeries? Next(CancellationToken cancellationToken);
}
