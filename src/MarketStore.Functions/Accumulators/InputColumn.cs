using System.Numerics;
using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary>A numeric column of the rows to come, found once and then taken by its position.</summary>
public readonly record struct InputColumn(int Position, DataShape Shape)
{
    /// <exception cref="MarketStoreException">No column has the name, or it is not numeric.</exception>
    public static InputColumn Find(IReadOnlyList<DataShape> input, string name)
    {
        for (var position = 0; position < input.Count; position++)
        {
            if (input[position].Name != name)
                continue;
            if (input[position].Type is ElementType.String16 or ElementType.String or ElementType.None)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {name} is of type {input[position].Type.DisplayName()}, which is not numeric");
            return new(position, input[position]);
        }

        throw new MarketStoreException(ErrorKind.NotFound, $"unable to retrieve column named {name}");
    }

    /// <summary>Finds the times of the rows.</summary>
    /// <exception cref="MarketStoreException">The rows have none.</exception>
    public static InputColumn FindEpoch(IReadOnlyList<DataShape> input)
    {
        var epoch = Find(input, ColumnSeries.EpochName);
        return epoch.Shape.Type == ElementType.Int64
            ? epoch
            : throw new MarketStoreException(ErrorKind.InvalidRequest, $"unexpected data type for Epoch column: {epoch.Shape.Type.DisplayName()}");
    }

    public ReadOnlySpan<T> Values<T>(ColumnSeries rows)
        where T : unmanaged => rows.Columns[Position].Values<T>();

    /// <summary>Some of the values as doubles, one for each place of the target.</summary>
    public void CopyAsDoubles(ColumnSeries rows, int firstRow, Span<double> target)
    {
        switch (Shape.Type)
        {
            case ElementType.Float32: WidenFloats(Values<float>(rows).Slice(firstRow, target.Length), target); break;
            case ElementType.Float64: Widen<double>(rows, firstRow, target); break;
            case ElementType.Int16: Widen<short>(rows, firstRow, target); break;
            case ElementType.Int32: Widen<int>(rows, firstRow, target); break;
            case ElementType.Int64: Widen<long>(rows, firstRow, target); break;
            case ElementType.Byte: Widen<sbyte>(rows, firstRow, target); break;
            case ElementType.UInt16: Widen<ushort>(rows, firstRow, target); break;
            case ElementType.UInt32: Widen<uint>(rows, firstRow, target); break;
            case ElementType.UInt64: Widen<ulong>(rows, firstRow, target); break;
            default: Widen<byte>(rows, firstRow, target); break;
        }
    }

    /// <summary>One value as a double.</summary>
    public double At(ColumnSeries rows, int row)
    {
        if (Shape.Type == ElementType.Float32)
            return Values<float>(rows)[row];
        if (Shape.Type == ElementType.Float64)
            return Values<double>(rows)[row];
        var value = 0.0;
        CopyAsDoubles(rows, row, new(ref value));
        return value;
    }

    /// <summary>Adds some of the values as doubles, one after the other, to a sum.</summary>
    public double AddTo(double sum, ColumnSeries rows, int firstRow, int rowCount) => Shape.Type switch
    {
        ElementType.Float32 => Add<float>(sum, rows, firstRow, rowCount),
        ElementType.Float64 => Add<double>(sum, rows, firstRow, rowCount),
        ElementType.Int16 => Add<short>(sum, rows, firstRow, rowCount),
        ElementType.Int32 => Add<int>(sum, rows, firstRow, rowCount),
        ElementType.Int64 => ExactSum.TryAdd(sum, Values<long>(rows).Slice(firstRow, rowCount)) ?? Add<long>(sum, rows, firstRow, rowCount),
        ElementType.Byte => Add<sbyte>(sum, rows, firstRow, rowCount),
        ElementType.UInt16 => Add<ushort>(sum, rows, firstRow, rowCount),
        ElementType.UInt32 => Add<uint>(sum, rows, firstRow, rowCount),
        ElementType.UInt64 => Add<ulong>(sum, rows, firstRow, rowCount),
        _ => Add<byte>(sum, rows, firstRow, rowCount),
    };

    double Add<T>(double sum, ColumnSeries rows, int firstRow, int rowCount)
        where T : unmanaged, INumberBase<T>
    {
        foreach (var value in Values<T>(rows).Slice(firstRow, rowCount))
            sum += double.CreateTruncating(value);
        return sum;
    }

    static void WidenFloats(ReadOnlySpan<float> values, Span<double> target)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var halves = MemoryMarshal.Cast<double, Vector<double>>(target);
        for (var vector = 0; vector < vectors.Length; vector++)
            Vector.Widen(vectors[vector], out halves[2 * vector], out halves[(2 * vector) + 1]);
        var done = vectors.Length * Vector<float>.Count;
        Widen(values[done..], target[done..]);
    }

    void Widen<T>(ColumnSeries rows, int firstRow, Span<double> target)
        where T : unmanaged, INumberBase<T> => Widen(Values<T>(rows).Slice(firstRow, target.Length), target);

    static void Widen<T>(ReadOnlySpan<T> values, Span<double> target)
        where T : unmanaged, INumberBase<T>
    {
        for (var row = 0; row < values.Length && row < target.Length; row++)
            target[row] = double.CreateTruncating(values[row]);
    }
}
