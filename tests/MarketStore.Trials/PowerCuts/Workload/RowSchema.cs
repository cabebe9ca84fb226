using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>Columns whose values are all made of a row's number, so that a row of which a part is not its own is seen.</summary>
sealed class RowSchema(params DataShape[] columns)
{
    public static IReadOnlyList<RowSchema> All { get; } =
    [
        new(new DataShape("V", ElementType.Int32), new DataShape("C", ElementType.Int32)),
        new(new DataShape("V", ElementType.Int32), new DataShape("P", ElementType.Float64), new DataShape("Q", ElementType.Int64)),
        new(new DataShape("P", ElementType.Float32), new DataShape("V", ElementType.Int32), new DataShape("A", ElementType.Int16), new DataShape("B", ElementType.Byte)),
        // A row of two hundred bytes now and then lies in two sectors.
        new(new DataShape("V", ElementType.Int32), new DataShape("T", ElementType.String16), new DataShape("U", ElementType.String16), new DataShape("W", ElementType.String16)),
    ];

    public IReadOnlyList<DataShape> Columns => columns;

    public int RowBytes { get; } = columns.Sum(column => column.Type.SizeInBytes());

    /// <summary>Which schema has these columns, or -1.</summary>
    public static int IndexOf(IReadOnlyList<DataShape> columns)
    {
        for (var schema = 0; schema < All.Count; schema++)
        {
            if (All[schema].Columns.SequenceEqual(columns))
                return schema;
        }

        return -1;
    }

    public ColumnSeries ToSeries(IReadOnlyList<ModelRow> rows, bool isVariable)
    {
        var series = new List<Column> { Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. rows.Select(row => row.Nanoseconds / ModelRow.PerSecond)]) };
        foreach (var column in columns)
        {
            var size = column.Type.SizeInBytes();
            var data = new byte[rows.Count * size];
            for (var row = 0; row < rows.Count; row++)
                Fill(column.Type, rows[row].Id, data.AsSpan(row * size, size));
            series.Add(new(column.Name, column.Type, data));
        }

        if (isVariable)
            series.Add(Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, [.. rows.Select(row => (int)(row.Nanoseconds % ModelRow.PerSecond))]));
        return new(series, rows.Count);
    }

    /// <summary>The rows of an answer.</summary>
    public ModelRow[] Read(ColumnSeries series)
    {
        if (!series.TryGetColumn("V", out var numbers))
            throw new TrialFailedException("an answer lacks a column");
        var ids = numbers.Value.Values<int>();
        var nanoseconds = series.TryGetColumn(ColumnSeries.NanosecondsName, out var within) ? within.Value.Values<int>() : [];
        var rows = new ModelRow[series.RowCount];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = new((series.Epochs[row] * ModelRow.PerSecond) + (nanoseconds.IsEmpty ? 0 : nanoseconds[row]), ids[row] > 0 ? ids[row] : ModelRow.TornId);
        Span<byte> due = stackalloc byte[64];
        foreach (var column in columns)
        {
            if (!series.TryGetColumn(column.Name, out var found) || found.Value.Type != column.Type)
                throw new TrialFailedException($"an answer lacks the column {column.Name}");
            var size = column.Type.SizeInBytes();
            for (var row = 0; row < rows.Length; row++)
            {
                Fill(column.Type, ids[row], due[..size]);
                if (!found.Value.Data.Span.Slice(row * size, size).SequenceEqual(due[..size]))
                    rows[row] = rows[row] with { Id = ModelRow.TornId };
            }
        }

        return rows;
    }

    static void Fill(ElementType type, int id, Span<byte> target)
    {
        switch (type)
        {
            case ElementType.Int32:
                BitConverter.TryWriteBytes(target, id);
                break;
            case ElementType.Int64:
                BitConverter.TryWriteBytes(target, id * 0x9E3779B97F4A7C1L);
                break;
            case ElementType.Float64:
                BitConverter.TryWriteBytes(target, id / 7.0);
                break;
            case ElementType.Float32:
                BitConverter.TryWriteBytes(target, id / 7f);
                break;
            case ElementType.Int16:
                BitConverter.TryWriteBytes(target, (short)(id * 7_919));
                break;
            case ElementType.Byte:
                target[0] = (byte)(id * 31);
                break;
            default:
                for (var position = 0; position < target.Length; position += sizeof(int))
                    BitConverter.TryWriteBytes(target[position..], 'A' + ((id >> (position % 24)) & 15));
                break;
        }
    }
}
