using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Worker.Link;
using MarketStore.Storage;

namespace MarketStore.Sql.Engine;

/// <summary>One reading of a table for the SQL engine: writes its rows into messages, some at a time. For one thread.</summary>
internal sealed class TableReading : IDisposable
{
    /// <summary>A message has no more blocks after so many bytes.</summary>
    const int FullMessageBytes = 512 << 10;

    // Vectors of the engine take 2,048 rows: blocks are whole ones.
    const int VectorRows = 2_048;
    const int MaxBlockRows = 32 * VectorRows;

    readonly StatementTable _table;
    readonly int[] _columns;
    readonly ITableReader _rows;
    readonly CancellationToken _cancellationToken;
    ColumnSeries? _series;
    int _position;
    bool _isStarted;

    /// <param name="table">The table.</param>
    /// <param name="columns">Positions of the columns that are wanted; -1 for one of which only the rows are counted.</param>
    /// <param name="cancellationToken">Ends with the statement.</param>
    public TableReading(StatementTable table, int[] columns, CancellationToken cancellationToken)
    {
        (_table, _columns, _cancellationToken) = (table, columns, cancellationToken);
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

    /// <summary>Writes whether these are the last rows, how many blocks there are, and the blocks. The first time it is one block: whoever wants but some rows gets them soon.</summary>
    public void Write(MessageWriter message)
    {
        var start = message.Length;
        message.Write(false).Write(0);
        var count = 0;
        var isLast = false;
        while (count == 0 || (_isStarted && message.Length - start < FullMessageBytes))
        {
            if (isLast = !TryAdvance())
                break;
            WriteBlock(message);
            count++;
        }

        _isStarted = true;
        message.Patch(start, isLast);
        message.Patch(start + sizeof(bool), count);
    }

    public void Dispose()
    {
        _series?.Dispose();
        _series = null;
        _rows.Dispose();
    }

    bool TryAdvance()
    {
        if (_series is not null && _position < _series.RowCount)
            return true;
        _series?.Dispose();
        (_series, _position) = (null, 0);
        return (_series = _rows.Next(_cancellationToken)) is not null;
    }

    void WriteBlock(MessageWriter message)
    {
        var series = _series!;
        var rowBytes = Math.Max(1, _columns.Sum(column => column < 0 ? 0 : Width(_table.Columns[column], series)));
        var most = Math.Clamp(FullMessageBytes / rowBytes / VectorRows * VectorRows, VectorRows, MaxBlockRows);
        var count = Math.Min(most, series.RowCount - _position);
        message.Write(count);
        foreach (var column in _columns)
        {
            if (column < 0)
                message.Write(ColumnForm.None);
            else
                WriteColumn(message, _table.Columns[column], series, count);
        }

        _position += count;
        _table.Report.AddRows(count);
    }

    static int Width(TableColumn column, ColumnSeries series) => series.TryGetColumn(column.Name, out var found) ? found.Value.ElementBytes : sizeof(long);

    void WriteColumn(MessageWriter message, TableColumn column, ColumnSeries series, int count)
    {
        switch (column.Kind)
        {
            case TableColumnKind.Symbol:
                message.Write(ColumnForm.OneText).Write(_rows.Symbol);
                break;
            case TableColumnKind.Timestamp:
                BlockColumn.WriteTimestamps(message, series, _position, count);
                break;
            case TableColumnKind.Stored when series.TryGetColumn(column.Name, out var found):
                if (_table.Source is BucketListSource && column.Type == ElementType.Int64)
                    BlockColumn.WriteTimes(message, found.Value, _position, count, BucketListSource.NullTime);
                else
                    BlockColumn.WriteValues(message, found.Value, _position, count, column.Type);
                break;
            default:
                message.Write(ColumnForm.Nulls);
                break;
        }
    }
}
