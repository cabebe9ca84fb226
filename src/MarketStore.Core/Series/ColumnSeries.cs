using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Types;

namespace MarketStore.Core.Series;

/// <summary>
/// Rows as an ordered list of columns of equal length. May own pooled memory: whoever is handed a series disposes it once its columns are no longer read.
/// </summary>
public sealed class ColumnSeries : IDisposable
{
    public const string EpochName = "Epoch";
    public const string NanosecondsName = "Nanoseconds";

    readonly Column[] _columns;
    IDisposable? _owner;

    /// <exception cref="ArgumentException">A column's length does not fit <paramref name="rowCount"/>.</exception>
    public ColumnSeries(IEnumerable<Column> columns, int rowCount, IDisposable? owner = null)
    {
        _columns = columns as Column[] ?? columns.ToArray();
        foreach (var column in _columns)
        {
            if ((long)column.ElementBytes * rowCount != column.Data.Length)
                throw new ArgumentException($"column {column.Name} has {column.Data.Length} bytes for {rowCount} rows of {column.Type.DisplayName()}", nameof(columns));
        }

        (RowCount, _owner) = (rowCount, owner);
    }

    public IReadOnlyList<Column> Columns => _columns;

    public int RowCount { get; }

    public IEnumerable<DataShape> Shapes => _columns.Select(column => column.Shape);

    public bool TryGetColumn(string name, [NotNullWhen(true)] out Column? found)
    {
        foreach (var column in _columns)
        {
            if (column.Name == name)
            {
                found = column;
                return true;
            }
        }

        found = null;
        return false;
    }

    /// <summary>Unix seconds of the rows; empty when the series has no Epoch column.</summary>
    public ReadOnlySpan<long> Epochs => TryGetColumn(EpochName, out var column) && column.Value.Type == ElementType.Int64 ? column.Value.Values<long>() : [];

    /// <summary>A view of some rows on the same memory; it owns nothing.</summary>
    public ColumnSeries Slice(int startRow, int rowCount) => new(
        _columns.Select(column =>
        {
            var size = column.ElementBytes;
            return column with { Data = column.Data.Slice(startRow * size, rowCount * size) };
        }),
        rowCount);

    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Dispose();
}
