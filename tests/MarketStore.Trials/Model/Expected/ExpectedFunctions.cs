using MarketStore.Core.Errors;
using MarketStore.Core.Types;

namespace MarketStore.Trials.Model.Expected;

/// <summary>The functions over the rows of one bucket: docs/queries.md, "Functions".</summary>
static class ExpectedFunctions
{
    /// <summary>One of <c>count</c>, <c>min</c>, <c>max</c>, <c>avg</c> and <c>gap</c>.</summary>
    /// <param name="argument">A column; for <c>gap</c> seconds.</param>
    public static (ExpectedRows? Rows, Refusal? Refusal) Apply(string function, string argument, ExpectedRows rows, long now)
    {
        if (function == "gap")
            return (Gaps(rows, long.Parse(argument, System.Globalization.CultureInfo.InvariantCulture)), null);
        if (function == "count")
            return (SingleRow(now, "Count", ElementType.Int64, BitConverter.GetBytes((long)rows.RowCount)), null);
        if (rows.Columns.FirstOrDefault(column => column.Name == argument) is not { } input)
            return (null, new(ErrorKind.NotFound, $"unable to retrieve column named {argument}"));
        if (input.Type == ElementType.String16)
            return (null, new(ErrorKind.InvalidRequest, "which is not numeric"));
        return (function == "avg" ? Average(input, rows.RowCount, now) : Extreme(function, input, rows.RowCount, now), null);
    }

    static ExpectedRows Average(ExpectedColumn input, int rowCount, long now)
    {
        var sum = 0.0;
        for (var row = 0; row < rowCount; row++)
            sum += ExpectedConversion.Real(input.Type, ValueAt(input, row));
        return SingleRow(now, "Avg", ElementType.Float64, BitConverter.GetBytes(sum / rowCount));
    }

    /// <summary>NaN stays where it comes first, later ones are passed over.</summary>
    static ExpectedRows Extreme(string function, ExpectedColumn input, int rowCount, long now)
    {
        var best = -1;
        for (var row = 0; row < rowCount; row++)
        {
            if (best < 0 || (function == "min" ? IsLess(input, row, best) : IsLess(input, best, row)))
                best = row;
        }

        var value = best < 0 ? float.NaN : AsFloat(input, best);
        return SingleRow(now, function == "min" ? "Min" : "Max", ElementType.Float32, BitConverter.GetBytes(value));
    }

    static float AsFloat(ExpectedColumn input, int row)
    {
        var converted = ExpectedConversion.Convert(input.Type, ValueAt(input, row), ElementType.Float32);
        // A double beyond the range of floats becomes infinite.
        return converted is null ? (float)ExpectedConversion.Real(input.Type, ValueAt(input, row)) : BitConverter.ToSingle(converted);
    }

    static bool IsLess(ExpectedColumn column, int left, int right) => ExpectedConversion.IsFloat(column.Type)
        ? ExpectedConversion.Real(column.Type, ValueAt(column, left)) < ExpectedConversion.Real(column.Type, ValueAt(column, right))
        : ExpectedConversion.Integer(column.Type, ValueAt(column, left)) < ExpectedConversion.Integer(column.Type, ValueAt(column, right));

    static ReadOnlySpan<byte> ValueAt(ExpectedColumn column, int row) => column.Bytes.AsSpan(row * column.Type.SizeInBytes(), column.Type.SizeInBytes());

    static ExpectedRows Gaps(ExpectedRows rows, long seconds)
    {
        var (starts, ends, lengths, count) = (new List<byte>(), new List<byte>(), new List<byte>(), 0);
        for (var row = 1; row < rows.RowCount; row++)
        {
            var (before, after) = (BitConverter.ToInt64(ValueAt(rows.Columns[0], row - 1)), BitConverter.ToInt64(ValueAt(rows.Columns[0], row)));
            if (after - before <= seconds)
                continue;
            starts.AddRange(BitConverter.GetBytes(before));
            ends.AddRange(BitConverter.GetBytes(after));
            lengths.AddRange(BitConverter.GetBytes(after - before));
            count++;
        }

        return new([new("Epoch", ElementType.Int64, [.. starts]), new("End", ElementType.Int64, [.. ends]), new("Length", ElementType.Int64, [.. lengths])], count);
    }

    static ExpectedRows SingleRow(long now, string name, ElementType type, byte[] value) => new([new("Epoch", ElementType.Int64, BitConverter.GetBytes(now)), new(name, type, value)], 1);
}
