using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Results;

/// <summary>
/// Numbers. The wire knows no NULL: it becomes NaN, and a column of integers that has one becomes one of 64-bit floats. Integers that do not fit their type do the same.
/// </summary>
/// <typeparam name="TFrom">The values as the SQL engine has them.</typeparam>
/// <typeparam name="TTo">The values as the wire has them.</typeparam>
/// <param name="name">The name of the column.</param>
/// <param name="type">Its type, that of <typeparamref name="TTo"/>.</param>
/// <param name="convert">Makes a value; false where it does not fit.</param>
/// <param name="widen">Makes a value as a float.</param>
internal sealed class NumberResultColumn<TFrom, TTo>(string name, ElementType type, NumberResultColumn<TFrom, TTo>.Conversion? convert, Func<TFrom, double> widen) : ResultColumn(name)
    where TFrom : unmanaged
    where TTo : unmanaged, INumberBase<TTo>
{
    List<TTo>? _values = [];
    List<double>? _floats;

    /// <summary>Returns false for a value that does not fit.</summary>
    public delegate bool Conversion(TFrom from, out TTo to);

    public override long Bytes => ((long)(_values?.Count ?? 0) * Unsafe.SizeOf<TTo>()) + ((long)(_floats?.Count ?? 0) * sizeof(double));

    public override void Add(EngineResult result, int column)
    {
        var values = result.Values<TFrom>(column);
        var validity = result.Validity(column);
        if (_values is not null && convert is null && HasAll(validity, values.Length))
        {
            _values.AddRange(MemoryMarshal.Cast<TFrom, TTo>(values));
            return;
        }

        for (var row = 0; row < values.Length; row++)
        {
            var isThere = ValidityBits.IsThere(validity, row);
            if (_values is not null)
            {
                if (isThere && TryConvert(values[row], out var value))
                {
                    _values.Add(value);
                    continue;
                }

                if (!isThere && type is ElementType.Float32 or ElementType.Float64)
                {
                    _values.Add(TTo.CreateTruncating(double.NaN));
                    continue;
                }

                (_floats, _values) = ([.. _values.Select(double.CreateTruncating)], null);
            }

            _floats!.Add(isThere ? widen(values[row]) : double.NaN);
        }
    }

    public override Column ToColumn() => _values is not null
        ? Column.Of(Name, type, (ReadOnlySpan<TTo>)CollectionsMarshal.AsSpan(_values))
        : Column.Of(Name, ElementType.Float64, (ReadOnlySpan<double>)CollectionsMarshal.AsSpan(_floats));

    bool TryConvert(TFrom from, out TTo to)
    {
        if (convert is not null)
            return convert(from, out to);
        to = MemoryMarshal.Cast<TFrom, TTo>(new ReadOnlySpan<TFrom>(in from))[0];
        return true;
    }

    static bool HasAll(ReadOnlySpan<ulong> validity, int rows)
    {
        if (validity.IsEmpty)
            return true;
        for (var row = 0; row < rows; row += 64)
        {
            var due = rows - row >= 64 ? ulong.MaxValue : (1UL << (rows - row)) - 1;
            if ((validity[row / 64] & due) != due)
                return false;
        }

        return true;
    }
}
