using System.Collections.Frozen;

namespace MarketStore.Sql.Rewriting;

/// <summary>Which functions and types of the SQL engine have to do with times.</summary>
internal static class SqlTimes
{
    static readonly FrozenSet<string> Takers = FrozenSet.Create(
        StringComparer.Ordinal,
        "date_trunc", "datetrunc", "date_part", "datepart", "date_diff", "datediff", "date_sub", "datesub", "date_add", "time_bucket", "strftime", "age", "last_day", "dayname", "monthname",
        "year", "month", "day", "hour", "minute", "second", "millisecond", "microsecond", "quarter", "week", "weekday", "dayofweek", "dayofmonth", "dayofyear", "isodow", "isoyear",
        "weekofyear", "yearweek", "century", "decade", "era", "millennium", "julian", "timezone", "epoch_ms", "epoch_us", "epoch_ns", "epoch", "nanosecond");

    static readonly FrozenSet<string> TimeMakers = FrozenSet.Create(
        StringComparer.Ordinal,
        "date_trunc", "datetrunc", "date_add", "time_bucket", "last_day", "to_timestamp", "make_timestamp", "make_timestamp_ms", "make_timestamp_ns", "make_date", "strptime", "try_strptime",
        "now", "current_timestamp", "current_date", "today", "get_current_timestamp", "transaction_timestamp", "localtimestamp", "current_localtimestamp", "timezone");

    static readonly FrozenSet<string> IntervalMakers = FrozenSet.Create(
        StringComparer.Ordinal,
        "to_seconds", "to_minutes", "to_hours", "to_days", "to_weeks", "to_months", "to_years", "to_milliseconds", "to_microseconds", "to_quarters", "to_decades", "age");

    static readonly FrozenSet<string> Passers = FrozenSet.Create(
        StringComparer.Ordinal,
        "min", "max", "first", "last", "any_value", "arbitrary", "arg_min", "arg_max", "argmin", "argmax", "min_by", "max_by", "lag", "lead", "first_value", "last_value", "nth_value",
        "coalesce", "greatest", "least", "ifnull", "nullif", "median", "mode");

    static readonly FrozenSet<string> TimeTypes = FrozenSet.Create(
        StringComparer.Ordinal, "TIMESTAMP", "DATE", "TIME", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "DATETIME");

    public const long MicrosecondsPerSecond = 1_000_000;

    public static bool Truncates(string function) => function is "date_trunc" or "datetrunc";

    /// <summary>The seconds of a unit of which each has as many; null for days, which are dates to the engine, and longer ones.</summary>
    public static int? SecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        "second" or "seconds" => 1,
        "minute" or "minutes" => 60,
        "hour" or "hours" => 3_600,
        _ => null,
    };

    public static bool TakesTimes(string function) => Takers.Contains(function);

    public static bool ReturnsTime(string function) => TimeMakers.Contains(function);

    public static bool ReturnsInterval(string function) => IntervalMakers.Contains(function);

    /// <summary>True where the result is one of the values of the first argument.</summary>
    public static bool ReturnsItsArgument(string function) => Passers.Contains(function);

    public static bool IsTime(string type) => TimeTypes.Contains(type);
}
