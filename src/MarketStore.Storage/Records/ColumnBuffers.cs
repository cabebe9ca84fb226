using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Storage.Records;

/// <summary>
/// The columns of a scan while they grow, in memory that is used again later. Becomes a series that owns the memory, or is disposed.
/// Those of a few rows lie in one small array: a query over all symbols gives thousands of them.
/// </summary>
internal sealed class ColumnBuffers : IDisposable
{
    const int FirstCapacityRows = 256;
    const int MostExpectedRows = 1 << 20;
    const int SmallBytes = 1_024;

    readonly DataShape[] _shapes;
    readonly int[] _sizes;
    readonly int _rowBytes;
    readonly Memory<byte>[] _columns;
    byte[][]? _pooled;
    int _capacity;

    public ColumnBuffers(ScanColumns columns, long expectedRows)
    {
        (_shapes, _sizes, _rowBytes) = (columns.Shapes, columns.ShapeSizes, columns.RowBytes);
        _columns = new Memory<byte>[_shapes.Length];
        if (expectedRows > 0)
            EnsureCapacity((int)Math.Min(expectedRows, MostExpectedRows));
    }

    public int RowCount { get; private set; }

    /// <summary>Makes room for rows and counts them in; the caller fills every column's <see cref="Slice"/>.</summary>
    public int Extend(int rows)
    {
        var first = RowCount;
        EnsureCapacity(checked(first + rows));
        RowCount = first + rows;
        return first;
    }

    /// <summary>Leaves the first rows.</summary>
    public void Truncate(int rows) => RowCount = rows;

    /// <summary>Copies rows to where others begin, before them.</summary>
    public void Move(int firstRow, int targetRow, int rows)
    {
        if (firstRow == targetRow)
            return;
        for (var column = 0; column < _columns.Length; column++)
            Slice(column, firstRow, rows).CopyTo(Slice(column, targetRow, rows));
    }

    public Span<byte> Slice(int column, int firstRow, int rows) => _columns[column].Span.Slice(firstRow * _sizes[column], rows * _sizes[column]);

    public Span<T> Values<T>(int column, int firstRow, int rows)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Slice(column, firstRow, rows));

    /// <summary>Some rows of the stored columns, those behind Epoch.</summary>
    public StoredColumns Stored(int firstRow, int rows) => new(this, firstRow, rows);

    /// <summary>A series of some of the rows, which owns the memory from here on.</summary>
    public ColumnSeries ToSeries(int firstRow, int rows)
    {
        var columns = new Column[_shapes.Length];
        for (var column = 0; column < columns.Length; column++)
            columns[column] = new(_shapes[column].Name, _shapes[column].Type, _columns[column].Slice(firstRow * _sizes[column], rows * _sizes[column]));
        return new ColumnSeries(columns, rows, _pooled is null ? null : this);
    }

    public void Dispose()
    {
        Return(Interlocked.Exchange(ref _pooled, null));
        Array.Clear(_columns);
    }

    static void Return(byte[][]? arrays)
    {
        foreach (var array in arrays ?? [])
            ColumnPool.Shared.Return(array);
    }

    void EnsureCapacity(int rows)
    {
        if (rows <= _capacity)
            return;
        if (_capacity == 0 && (long)rows * _rowBytes <= SmallBytes)
        {
            TakeSmall(rows);
            return;
        }

        var widest = Array.IndexOf(_sizes, _sizes.Max());
        var most = Array.MaxLength / _sizes[widest];
        if (rows > most)
            throw new Core.Errors.MarketStoreException(Core.Errors.ErrorKind.LimitExceeded, $"column {_shapes[widest].Name} of the answer is larger than 2 GiB: ask for a shorter range");
        TakePooled((int)Math.Min(most, Math.Max(rows, _capacity == 0 ? 0 : Math.Max(FirstCapacityRows, _capacity * 2L))));
    }

    void TakeSmall(int capacity)
    {
        var memory = new byte[capacity * _rowBytes].AsMemory();
        for (var column = 0; column < _columns.Length; column++)
        {
            _columns[column] = memory[..(capacity * _sizes[column])];
            memory = memory[(capacity * _sizes[column])..];
        }

        _capacity = capacity;
    }

    void TakePooled(int capacity)
    {
        var (arrays, before) = (new byte[_columns.Length][], _pooled);
        for (var column = 0; column < _columns.Length; column++)
        {
            arrays[column] = ColumnPool.Shared.Rent(capacity * _sizes[column]);
            _columns[column].Span[..(RowCount * _sizes[column])].CopyTo(arrays[column]);
            _columns[column] = arrays[column];
        }

        (_pooled, _capacity) = (arrays, capacity);
        Return(before);
    }

    public readonly struct StoredColumns(ColumnBuffers buffers, int firstRow, int rows) : IColumnSpans
    {
        public Span<byte> this[int column] => buffers.Slice(column + 1, firstRow, rows);
    }
}
