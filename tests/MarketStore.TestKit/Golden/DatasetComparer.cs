using System.Globalization;

namespace MarketStore.TestKit.Golden;

/// <summary>Compares two multi datasets: buckets, columns and bytes are equal, but for what the format itself rounds.</summary>
static class DatasetComparer
{
    const long NanosecondsPerSecond = 1_000_000_000;

    public static string? Difference(object? want, object? got, string path)
    {
        if (want is null || got is null)
            return Plain.IsEmpty(want) && Plain.IsEmpty(got) ? null : $"{path}: want {Plain.Brief(want)}, got {Plain.Brief(got)}";

        var wanted = Dataset.ByKey(want);
        var received = Dataset.ByKey(got);
        if (!wanted.Keys.ToHashSet().SetEquals(received.Keys))
            return $"{path}: buckets want {Spell(wanted.Keys)}, got {Spell(received.Keys)}";

        return wanted.Select(bucket => BucketDifference(bucket.Key, bucket.Value, received[bucket.Key], path)).FirstOrDefault(difference => difference is not null);
    }

    static string? BucketDifference(string key, IReadOnlyList<DatasetColumn> want, IReadOnlyList<DatasetColumn> got, string path)
    {
        if (!want.Select(Declaration).SequenceEqual(got.Select(Declaration)))
            return $"{path}: columns of {key} want {Spell(want.Select(Declaration))}, got {Spell(got.Select(Declaration))}";

        var timesAreClose = AreTimesClose(key, want, got);
        foreach (var (wanted, received) in want.Zip(got))
        {
            if (wanted.Bytes.AsSpan().SequenceEqual(received.Bytes) || (timesAreClose && wanted.Name is "Epoch" or "Nanoseconds"))
                continue;
            if (wanted.Bytes.Length != received.Bytes.Length || !IsWithinTolerance(key, wanted, received))
                return $"{path}: {key} {wanted.Name}:{wanted.Type} want {wanted.Show()}, got {received.Show()}";
        }

        return null;
    }

    // A signed byte counts as equal to the unsigned one that the reference gives back for it.
    static string Declaration(DatasetColumn column) => $"{column.Name}:{(column.Type == "i1" ? "u1" : column.Type)}";

    static bool IsWithinTolerance(string key, DatasetColumn want, DatasetColumn got)
    {
        if (want.Name == "Nanoseconds" && AreClose(Widen(want.As<int>()), Widen(got.As<int>()), TickTolerance(key))) // asked for without Epoch
            return true;
        return want.IsFloat && want.AsFloats().Zip(got.AsFloats()).All(pair => AreClose(pair.First, pair.Second));
    }

    public static bool AreClose(double want, double got)
    {
        if (want == got || (double.IsNaN(want) && double.IsNaN(got)))
            return true;
        return double.IsFinite(want) && double.IsFinite(got) && Math.Abs(want - got) <= 1e-6 * Math.Max(Math.Abs(want), Math.Abs(got));
    }

    static bool AreTimesClose(string key, IReadOnlyList<DatasetColumn> want, IReadOnlyList<DatasetColumn> got) =>
        TimesOf(want) is { } wanted && TimesOf(got) is { } received && AreClose(wanted, received, TickTolerance(key));

    static bool AreClose(Int128[] want, Int128[] got, long tolerance) =>
        want.Length == got.Length && want.Zip(got).All(pair => Int128.Abs(pair.First - pair.Second) <= tolerance);

    static Int128[] Widen(ReadOnlySpan<int> values) => [.. values.ToArray().Select(value => (Int128)value)];

    /// <summary>Nanoseconds since 1970 of each row of a variable bucket; null without both columns.</summary>
    static Int128[]? TimesOf(IReadOnlyList<DatasetColumn> columns)
    {
        if (columns.LastOrDefault(column => column.Name == "Epoch") is not { } epoch || columns.LastOrDefault(column => column.Name == "Nanoseconds") is not { } nanoseconds)
            return null;
        return [.. epoch.As<long>().ToArray().Zip(nanoseconds.As<int>().ToArray(), (second, nanosecond) => (Int128)second * NanosecondsPerSecond + nanosecond)];
    }

    // Time below the slot is stored as 2^32 ticks, so it may come back off by a tick or two.
    static long TickTolerance(string key) => 2 + (long)((Int128)2 * SlotSeconds(key) * NanosecondsPerSecond / (1L << 32));

    static long SlotSeconds(string key)
    {
        var parts = key.Split('/');
        var timeframe = parts.Length > 1 ? parts[1] : "1D";
        var digits = string.Concat(timeframe.Where(char.IsAsciiDigit));
        var unit = digits.Length < timeframe.Length ? timeframe[digits.Length..] : "";
        var count = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return count * unit switch { "Sec" => 1, "Min" => 60, "H" => 3600, _ => 86400 };
    }

    static string Spell(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Order(StringComparer.Ordinal))}]";
}
