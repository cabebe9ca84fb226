namespace MarketStore.Core.Time;

/// <summary>An instant: seconds since 1970-01-01T00:00:00Z and nanoseconds within the second, so that every bound of the wire fits.</summary>
public readonly record struct EpochTime(long Seconds, int Nanoseconds) : IComparable<EpochTime>
{
    public static EpochTime MinValue => new(long.MinValue, 0);

    public static EpochTime MaxValue => new(long.MaxValue, 999_999_999);

    /// <summary>Adds nanoseconds of any size and sign, and stays at the ends of the range instead of overflowing.</summary>
    public static EpochTime FromSecondsAndNanos(long seconds, long nanoseconds)
    {
        var carry = Math.DivRem(nanoseconds, Timeframe.NanosecondsPerSecond, out var rest);
        if (rest < 0)
            (carry, rest) = (carry - 1, rest + Timeframe.NanosecondsPerSecond);
        if (carry > 0 && seconds > long.MaxValue - carry)
            return MaxValue;
        return carry < 0 && seconds < long.MinValue - carry ? MinValue : new(seconds + carry, (int)rest);
    }

    public int CompareTo(EpochTime other)
    {
        var bySeconds = Seconds.CompareTo(other.Seconds);
        return bySeconds != 0 ? bySeconds : Nanoseconds.CompareTo(other.Nanoseconds);
    }

    public static bool operator <(EpochTime left, EpochTime right) => left.CompareTo(right) < 0;

    public static bool operator >(EpochTime left, EpochTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(EpochTime left, EpochTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EpochTime left, EpochTime right) => left.CompareTo(right) >= 0;
}
