using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>Rows on their way from the file to the server: what one request carries. Its buffers are used again for the next one.</summary>
internal sealed class RowBatch
{
    const int MostRows = 50_000;

    // A quarter of what a server takes by default, for files of very many columns.
    const int MostBytes = 64 << 20;

    readonly LoadPlan _plan;
    readonly int _capacity;
    readonly long[] _epochs;
    readonly int[] _nanoseconds;
    readonly ValueBuffer[] _buffers;
    readonly bool _addsNanoseconds;

    public RowBatch(LoadPlan plan)
    {
        _plan = plan;
        var rowBytes = sizeof(long) + sizeof(int) + DataShapes.RowBytes([.. plan.Columns.Select(column => column.Shape)]);
        _capacity = Math.Clamp(MostBytes / rowBytes, 1, MostRows);
        _addsNanoseconds = plan.RecordType == RecordType.Variable && plan.Columns.All(column => column.Shape.Name != ColumnSeries.NanosecondsName);
        _epochs = new long[_capacity];
        _nanoseconds = new int[_capacity];
        _buffers = [.. plan.Columns.Select(column => new ValueBuffer(column.Shape, _capacity))];
    }

    public int RowCount { get; private set; }

    /// <summary>Texts that were stored without their end, over all batches.</summary>
    public CutTexts CutTexts { get; } = new();

    public bool IsFull => RowCount == _capacity;

    /// <summary>Adds the row that the file is at, all of it or nothing.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public BadRow? Add(CsvFile row)
    {
        if (row.FieldCount != row.Header.Count)
            return BadRow.OfLength(row);
        if (!_plan.Time.TryRead(row, out var time))
            return BadTime(row);
        for (var index = 0; index < _buffers.Length; index++)
        {
            var column = _plan.Columns[index];
            var text = row[column.Column];
            if (!_buffers[index].TrySet(RowCount, text) && !TrySetCut(row, index, text))
                return BadRow.OfField(row, column.CsvName, text, ValueWriters.Expectation(column.Shape.Type));
        }

        (_epochs[RowCount], _nanoseconds[RowCount]) = (time.Seconds, time.Nanoseconds);
        RowCount++;
        return null;
    }

    /// <summary>The rows in place: valid until the next one is added.</summary>
    public ColumnSeries ToSeries()
    {
        List<Column> columns = [Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, _epochs.AsSpan(0, RowCount)), .. _buffers.Select(buffer => buffer.ToColumn(RowCount))];
        if (_addsNanoseconds)
            columns.Add(Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, _nanoseconds.AsSpan(0, RowCount)));
        return new(columns, RowCount);
    }

    public void Clear() => RowCount = 0;

    bool TrySetCut(CsvFile row, int index, ReadOnlySpan<char> text)
    {
        var column = _plan.Columns[index];
        if (!_plan.CutsLongTexts || column.Shape.Type != ElementType.String16)
            return false;
        CutTexts.Add(row, column.CsvName, text);
        return _buffers[index].TrySet(RowCount, text[..LengthOf(text, column.Shape.TextLength)]);
    }

    // A character outside the basic plane is two in memory and one in the column.
    static int LengthOf(ReadOnlySpan<char> text, int codePoints)
    {
        var length = 0;
        for (; codePoints > 0 && length < text.Length; codePoints--)
            length += char.IsHighSurrogate(text[length]) && length + 1 < text.Length && char.IsLowSurrogate(text[length + 1]) ? 2 : 1;
        return length;
    }

    BadRow BadTime(CsvFile row)
    {
        var time = _plan.Time;
        // With the time of day apart, it is the date that is wrong unless that could be read alone.
        var column = time.ClockColumn is { } clock && time.Reader.TryRead(row[time.Column], out _) ? clock : time.Column;
        return BadRow.OfField(row, row.Header[column], row[column], column == time.Column ? $"time ({time.Reader.Description})" : "time of day");
    }
}
