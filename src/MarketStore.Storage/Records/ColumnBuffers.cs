using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Storage.Records;

/// <summary>The columns of a scan while they grow, in pooled memory. Becomes a series that owns the memory, or is disposed.</summary>
internal sealed class ColumnBuffers : IDisposable
{
    const int FirstCapacityRows = 256;
    const int MostExpectedRows = 1 << 20;

    readonly DataShape[] _shapes;
    readonly int[] _sizes;
    readonly byte[][] _buffers;
    int _capacity;

    public ColumnBuffers(ScanColumns columns, long expectedRows)
    {
        (_shapes, _sizes) = (columns.Shapes, columns.ShapeSizes);
        _buffers = new byte[_shapes.Length][];
        Array.Fill(_buffers, []);
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

    public Span<byte> Slice(int column, int firstRow, int rows) => _buffers[column].AsSpan(firstRow * _sizes[column], rows * _sizes[column]);

    public Span<T> Values<T>(int column, int firstRow, int rows)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Slice(column, firstRow, rows));

    /// <summary>Some rows of the stored columns, those behind Epoch.</summary>
    public StoredColumns Stored(int firstRow, int rows) => new(this, firstRow, rows);

    /// <summary>A series of some of the rows, which owns the memory from here on.</summary>
    public ColumnSeries ToSeries(int firstRow, int rows)
    {
        var columns = new Column[_shapes.Length];
        for (var column = 0; column < columns.Length; column++)
            columns[column] = new(_shapes[column].Name, _shapes[column].Type, _buffers[column].AsMemory(firstRow * _sizes[column], rows * _sizes[column]));
        return new ColumnSeries(columns, rows, this);
    }

    public void Dispose()
    {
        for (var column = 0; column < _buffers.Length; column++)
        {
            ColumnPool.Shared.Return(Interlocked.Exchange(ref _buffers[column], []));
        }
    }

    void EnsureCapacity(int rows)
    {
        if (rows <= _capacity)
            return;
        var widest = Array.IndexOf(_sizes, _sizes.Max());
        var most = Array.MaxLength / _sizes[widest];
        if (rows > most)
            throw new Core.Errors.MarketStoreException(Core.Errors.ErrorKind.LimitExceeded, $"column {_shapes[widest].Name} of the answer is larger than 2 GiB: ask for a shorter range");
        var capacity = (int)Math.Min(most, Math.Max(rows, _capacity == 0 ? 0 : Math.Max(FirstCapacityRows, _capacity * 2L)));
        for (var column = 0; column < _buffers.Length; column++)
        {
            var larger = ColumnPool.Shared.Rent(capacity * _sizes[column]);
            _buffers[column].AsSpan(0, RowCount * _sizes[column]).CopyTo(larger);
            ColumnPool.Shared.Return(_buffers[column]);
            _buffers[column] = larger;
        }

        _capacity = capacity;
    }

    public readonly struct StoredColumns(ColumnBuffers buffers, int firstRow, int rows) : IColumnSpans
    {
        public Span<byte> this[int column] => buffers.Slice(column + 1, firstRow, rows);
    }
}
