using System.Buffers.Binary;
using System.Numerics;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Query;

namespace MarketStore.Trials.Model.Expected;

/// <summary>Bars made of a fixed bucket's rows: docs/queries.md, "Bars made on the fly".</summary>
static class ExpectedBars
{
    static readonly string[] Prices = ["Open", "High", "Low", "Close"];

    /// <param name="source">The bucket that is read.</param>
    /// <param name="windows">The windows asked for.</param>
    /// <param name="request">Range, limit and columns.</param>
    /// <param name="onlyColumn">The only column that is read, where a function comes next; null for all.</param>
    public static (ExpectedRows? Rows, Refusal? Refusal) Make(ExpectedBucket source, WindowRules windows, QueryRequest request, string? onlyColumn)
    {
        var refusal = new Refusal();
        foreach (var price in Prices)
        {
            if (!source.Columns.Any(column => column.Name == price))
                refusal.Add(ErrorKind.InvalidRequest, $"it has no column {price}");
        }

        var shapes = Prices.Append("Volume").SelectMany(name => source.Columns.Where(column => column.Name == name)).ToList();
        if (shapes.Exists(shape => shape.Type is ElementType.Bool or ElementType.String16))
            refusal.Add(ErrorKind.InvalidRequest, "which is not numeric");
        if (refusal.OrNone is not null)
            return (null, refusal);

        var bars = BarsIn(source, windows, request.Range);
        if (request.LimitRecordCount is > 0 and var limit && bars.Count > limit)
            bars = request.LimitFromStart ? bars[..(int)limit] : bars[^(int)limit..];
        var columns = new List<ExpectedColumn> { new("Epoch", ElementType.Int64, [.. bars.SelectMany(bar => LittleEndian(bar.Start))]) };
        foreach (var shape in shapes.Where(shape => (request.Columns.Count == 0 || request.Columns.Contains(shape.Name)) && (onlyColumn is null || onlyColumn == shape.Name)))
        {
            var bytes = new List<byte>();
            foreach (var (_, rows) in bars)
            {
                if (Fold(source, shape, rows) is not { } value)
                    return (null, new(ErrorKind.InvalidRequest, source.Key));
                bytes.AddRange(value);
            }

            columns.Add(new(shape.Name, shape.Type, [.. bytes]));
        }

        return (new(Select(columns, request.Columns), bars.Count), null);
    }

    static List<(long Start, List<ExpectedRow> Rows)> BarsIn(ExpectedBucket source, WindowRules windows, TimeRange range)
    {
        if (range.End.CompareTo(range.Start) < 0)
            return [];
        var bars = new List<(long Start, List<ExpectedRow> Rows)>();
        foreach (var row in source.Rows)
        {
            var (start, end) = windows.At(row.Time.Seconds);
            if (end <= range.Start.Seconds || start > range.End.Seconds)
                continue;
            if (bars.Count == 0 || bars[^1].Start != start)
                bars.Add((start, []));
            bars[^1].Rows.Add(row);
        }

        return bars;
    }

    /// <summary>Epoch, then the columns asked for, as often as they are asked for.</summary>
    static List<ExpectedColumn> Select(List<ExpectedColumn> columns, IReadOnlyList<string> names) =>
        names.Count == 0 ? columns : [columns[0], .. names.SelectMany(name => columns.Where(column => column.Name == name))];

    /// <summary>The bytes of one bar's value; null where a sum does not fit.</summary>
    static byte[]? Fold(ExpectedBucket source, DataShape shape, List<ExpectedRow> rows)
    {
        var values = rows.Select(row => source.ColumnOf(shape.Name, [row])!.Bytes).ToList();
        return shape.Name switch
        {
            "Open" => values[0],
            "Close" => values[^1],
            "High" => values.Aggregate((best, next) => IsLess(shape.Type, best, next) ? next : best),
            "Low" => values.Aggregate((best, next) => IsLess(shape.Type, next, best) ? next : best),
            _ => Sum(shape.Type, values),
        };
    }

    static bool IsLess(ElementType type, byte[] left, byte[] right) => ExpectedConversion.IsFloat(type)
        ? ExpectedConversion.Real(type, left) < ExpectedConversion.Real(type, right)
        : ExpectedConversion.Integer(type, left) < ExpectedConversion.Integer(type, right);

    static byte[]? Sum(ElementType type, List<byte[]> values)
    {
        var target = new byte[type.SizeInBytes()];
        if (!ExpectedConversion.IsFloat(type))
        {
            var total = values.Aggregate(BigInteger.Zero, (sum, value) => sum + ExpectedConversion.Integer(type, value));
            return ExpectedConversion.TryStore(total, type, target) ? target : null;
        }

        var real = values.Aggregate(0.0, (sum, value) => sum + ExpectedConversion.Real(type, value));
        if (type == ElementType.Float32)
            BinaryPrimitives.WriteSingleLittleEndian(target, (float)real);
        else
            BinaryPrimitives.WriteDoubleLittleEndian(target, real);
        return target;
    }

    static byte[] LittleEndian(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
