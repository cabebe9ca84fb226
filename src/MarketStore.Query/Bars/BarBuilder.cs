using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Windows;

namespace MarketStore.Query.Bars;

/// <summary>Makes bars from rows that come in ascending order, any number at a time. For one thread; keeps nothing of the rows.</summary>
internal sealed class BarBuilder
{
    readonly TimeBucketKey _source;
    readonly BarColumn[] _columns;
    readonly List<long> _starts = [];
    readonly List<WindowRun> _runs = [];
    WindowCursor _cursor;

    public BarBuilder(TimeBucketKey source, WindowCalendar calendar, IReadOnlyList<DataShape> shapes)
    {
        _source = source;
        _cursor = new(calendar);
        _columns = [.. shapes.Select(BarColumns.For)];
        BarBytes = sizeof(long) + DataShapes.RowBytes(shapes);
    }

    public int BarCount => _starts.Count;

    public int BarBytes { get; }

    /// <exception cref="MarketStoreException">A sum overflows.</exception>
    public void Add(ColumnSeries rows)
    {
        CutIntoRuns(rows.Epochs);
        foreach (var column in _columns)
        {
            if (!rows.TryGetColumn(column.Shape.Name, out var values) || values.Value.Type != column.Shape.Type)
                throw new MarketStoreException(ErrorKind.DamagedFile, $"{_source}: the rows lack the column {column.Shape}");
            try
            {
                column.Add(values.Value, CollectionsMarshal.AsSpan(_runs));
            }
            catch (BarOverflowException overflow)
            {
                throw Overflow(column.Shape, overflow);
            }
        }
    }

    /// <summary>The first bars made, Epoch first.</summary>
    /// <exception cref="MarketStoreException">A sum does not fit its column's type.</exception>
    public ColumnSeries ToSeries(int barCount)
    {
        var columns = new List<Column> { Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, CollectionsMarshal.AsSpan(_starts)[..barCount]) };
        foreach (var column in _columns)
        {
            try
            {
                columns.Add(column.ToColumn(barCount));
            }
            catch (BarOverflowException overflow)
            {
                throw Overflow(column.Shape, overflow);
            }
        }

        return new(columns, barCount);
    }

    void CutIntoRuns(ReadOnlySpan<long> epochs)
    {
        _runs.Clear();
        for (var row = 0; row < epochs.Length;)
        {
            var isNew = _cursor.MoveTo(epochs[row]);
            var length = _cursor.RunLength(epochs[row..]);
            if (isNew)
                _starts.Add(_cursor.Current.StartSeconds);
            _runs.Add(new(row, length, ContinuesBar: !isNew));
            row += length;
        }
    }

    MarketStoreException Overflow(DataShape shape, BarOverflowException overflow) => new(
        ErrorKind.InvalidRequest,
        $"{_source}: the sum of {shape.Name} overflows {shape.Type.DisplayName()} in the window that starts at second {_starts[overflow.BarIndex]}",
        overflow);
}
