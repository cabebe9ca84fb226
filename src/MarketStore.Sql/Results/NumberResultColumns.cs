using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Sql.Engine;
using MarketStore.Sql.Worker.DuckDb;
using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql.Results;

/// <summary>Which numbers of the wire stand for a type of the SQL engine.</summary>
internal static class NumberResultColumns
{
    const long NanosecondsPerMicrosecond = 1_000;
    const long NanosecondsPerMillisecond = 1_000_000;
    const double DaysPerMonth = 30;

    public static ResultColumn For(ResultShape column) => column.Type switch
    {
        DuckDbType.Boolean => Same<byte>(column, ElementType.UInt8),
        DuckDbType.TinyInt => Same<sbyte>(column, ElementType.Byte),
        DuckDbType.SmallInt => Same<short>(column, ElementType.Int16),
        DuckDbType.Integer or DuckDbType.SqlNull => Same<int>(column, ElementType.Int32),
        DuckDbType.BigInt => Same<long>(column, ElementType.Int64),
        DuckDbType.UTinyInt => Same<byte>(column, ElementType.UInt8),
        DuckDbType.USmallInt => Same<ushort>(column, ElementType.UInt16),
        DuckDbType.UInteger => Same<uint>(column, ElementType.UInt32),
        DuckDbType.UBigInt => Same<ulong>(column, ElementType.UInt64),
        DuckDbType.Float => Same<float>(column, ElementType.Float32),
        DuckDbType.Double => Same<double>(column, ElementType.Float64),
        DuckDbType.HugeInt => new NumberResultColumn<Int128, long>(column.Name, ElementType.Int64, TryNarrow, value => (double)value),
        DuckDbType.UHugeInt => new NumberResultColumn<UInt128, long>(column.Name, ElementType.Int64, TryNarrow, value => (double)value),
        DuckDbType.Decimal => Decimals(column),
        DuckDbType.TimestampNanoseconds => Times(column, 1),
        DuckDbType.Timestamp or DuckDbType.TimestampZone => Times(column, NanosecondsPerMicrosecond),
        DuckDbType.TimestampMilliseconds => Times(column, NanosecondsPerMillisecond),
        DuckDbType.TimestampSeconds => Times(column, Timeframe.NanosecondsPerSecond),
        DuckDbType.Time => Times(column, NanosecondsPerMicrosecond),
        DuckDbType.Date => Dates(column),
        DuckDbType.Interval => new NumberResultColumn<Interval, double>(column.Name, ElementType.Float64, TrySeconds, SecondsOf),
        _ => throw new InvalidOperationException($"a column of type {column.Type} was not made a text"),
    };

    /// <summary>Types that this place knows; all others are to come as texts.</summary>
    public static bool Knows(DuckDbType type) => type is (>= DuckDbType.Boolean and <= DuckDbType.TimestampNanoseconds) or DuckDbType.TimestampZone or DuckDbType.UHugeInt or DuckDbType.SqlNull;

    static NumberResultColumn<T, T> Same<T>(ResultShape column, ElementType type)
        where T : unmanaged, System.Numerics.INumberBase<T> => new(column.Name, type, null, double.CreateTruncating);

    static bool TryNarrow(Int128 from, out long to)
    {
        to = (long)from;
        return to == from;
    }

    static bool TryNarrow(UInt128 from, out long to)
    {
        to = (long)from;
        return from <= long.MaxValue;
    }

    static ResultColumn Decimals(ResultShape column)
    {
        var factor = Math.Pow(10, column.Scale);
        return column.StoredType switch
        {
            DuckDbType.SmallInt => Floats<short>(column.Name, value => value / factor),
            DuckDbType.Integer => Floats<int>(column.Name, value => value / factor),
            DuckDbType.BigInt => Floats<long>(column.Name, value => value / factor),
            _ => Floats<Int128>(column.Name, value => (double)value / factor),
        };
    }

    static NumberResultColumn<T, double> Floats<T>(string name, Func<T, double> convert)
        where T : unmanaged => new(
            name,
            ElementType.Float64,
            (T from, out double to) =>
            {
                to = convert(from);
                return true;
            },
            convert);

    /// <summary>Instants are nanoseconds since 1970; a column called Epoch is in seconds, as clients expect it.</summary>
    static NumberResultColumn<long, long> Times(ResultShape column, long nanosecondsPerUnit)
    {
        var isEpoch = column.Name == ColumnSeries.EpochName && column.Type != DuckDbType.Time;
        return new(
            column.Name,
            ElementType.Int64,
            (long from, out long to) =>
            {
                var nanoseconds = (Int128)from * nanosecondsPerUnit;
                var value = isEpoch ? FloorDivide(nanoseconds, Timeframe.NanosecondsPerSecond) : nanoseconds;
                to = (long)value;
                return to == value;
            },
            from => (double)from * nanosecondsPerUnit);
    }

    static NumberResultColumn<int, long> Dates(ResultShape column)
    {
        var unit = column.Name == ColumnSeries.EpochName ? 1 : Timeframe.NanosecondsPerSecond;
        return new(
            column.Name,
            ElementType.Int64,
            (int from, out long to) =>
            {
                var value = (Int128)from * Timeframe.SecondsPerDay * unit;
                to = (long)value;
                return to == value;
            },
            from => (double)from * Timeframe.SecondsPerDay * unit);
    }

    static bool TrySeconds(Interval from, out double to)
    {
        to = SecondsOf(from);
        return true;
    }

    /// <summary>A month counts 30 days, as the SQL engine counts it where it must.</summary>
    static double SecondsOf(Interval interval) =>
        (((interval.Months * DaysPerMonth) + interval.Days) * Timeframe.SecondsPerDay) + (interval.Microseconds / (double)(Timeframe.NanosecondsPerSecond / NanosecondsPerMicrosecond));

    static Int128 FloorDivide(Int128 dividend, long divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>A length of time as vectors hold it.</summary>
    readonly record struct Interval(int Months, int Days, long Microseconds);
}
