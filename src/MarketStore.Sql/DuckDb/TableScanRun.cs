using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Tables;
using MarketStore.Storage;

namespace MarketStore.Sql.DuckDb;

/// <summary>One reading of a table by the SQL engine: hands its rows over, a vector full at a time. One thread at a time.</summary>
internal sealed class TableScanRun : IDisposable
{
    static readonly int VectorRows = (int)DuckDbLibrary.VectorSize();

    readonly StatementTable _table;
    readonly int[] _columns;
    readonly ITableReader _rows;
    readonly CancellationToken _cancellationToken;
    ColumnSeries? _series;
    int _position;

    public TableScanRun(DuckDbInstance instance, StatementTables tables, StatementTable table, int[] columns)
    {
        (Instance, _table, _columns, _cancellationToken) = (instance, table, columns, tables.CancellationToken);
        var names = columns.Where(column => column >= 0 && table.Columns[column].Kind == TableColumnKind.Stored).Select(column => table.Columns[column].Name).ToHashSet(StringComparer.Ordinal);
        table.Report.Columns = [.. names];
        _rows = table.Source.Open(new(table.Bounds.Range, names)
        {
            Symbols = table.Bounds.Symbols,
            RowLimit = table.Bounds.LastRows,
            Direction = ScanDirection.Last,
            Counter = table.Report.Slots,
        });
    }

    public DuckDbInstance Instance { get; }

    /// <summary>Fills a chunk with the next rows; returns how many, 0 at the end.</summary>
    public int Fill(nint chunk)
    {
        if (_series is null || _position == _series.RowCount)
        {
            _series?.Dispose();
            _position = 0;
            if ((_series = _rows.Next(_cancellationToken)) is null)
                return 0;
        }

        var count = Math.Min(VectorRows, _series.RowCount - _position);
        for (var position = 0; position < _columns.Length; position++)
        {
            var vector = DuckDbLibrary.ChunkVector(chunk, (ulong)position);
            if (_columns[position] < 0)
                VectorFill.Zeros(vector, count);
            else
                Fill(vector, _table.Columns[_columns[position]], _series, count);
        }

        _position += count;
        _table.Report.AddRows(count);
        return count;
    }

    public void Dispose()
    {
        _series?.Dispose();
        _series = null;
        _rows.Dispose();
    }

    void Fill(nint vector, TableColumn column, ColumnSeries series, int count)
    {
        switch (column.Kind)
        {
            case TableColumnKind.Symbol:
                VectorFill.Constant(vector, _rows.Symbol);
                break;
            case TableColumnKind.Timestamp:
                VectorFill.Timestamps(vector, series, _position, count);
                break;
            case TableColumnKind.Stored when series.TryGetColumn(column.Name, out var found):
                VectorFill.Values(vector, found.Value, _position, count, column.Type);
                if (_table.Source is BucketListSource && column.Type == ElementType.Int64)
                    VectorFill.HideTimes(vector, count, BucketListSource.NullTime);
                break;
            default:
                VectorFill.Nulls(vector, count);
                break;
        }
    }
}
