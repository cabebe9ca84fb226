namespace MarketStore.TestKit.Golden;

/// <summary>Compares an answer with the recorded one: equal, but for the order of buckets, the rounding of floats and ticks, and the words of an error.</summary>
public static class AnswerComparer
{
    const long RecordedYear = 2026; // a bucket that is created without rows gets the current year

    /// <summary>The first difference in words, or null if there is none.</summary>
    /// <exception cref="FormatException">The answer has not the shape of an answer at all.</exception>
    public static string? Difference(object? want, object? got, string path = "result") => (want, got) switch
    {
        (Dictionary<string, object?> wanted, _) when wanted.ContainsKey("startindex") => DatasetComparer.Difference(want, got, path),
        (Dictionary<string, object?> wanted, Dictionary<string, object?> received) => MapDifference(wanted, received, path),
        (IReadOnlyList<object?> wanted, IReadOnlyList<object?> received) => ListDifference(wanted, received, path),
        _ when Plain.IsEmpty(want) && Plain.IsEmpty(got) => null, // nil and an empty list or map say the same
        _ when IsFloat(want) || IsFloat(got) => TryGetNumber(want, out var wanted) && TryGetNumber(got, out var received) && DatasetComparer.AreClose(wanted, received)
            ? null
            : $"{path}: want {Plain.Brief(want)}, got {Plain.Brief(got)}",
        _ => Plain.AreEqual(want, got) ? null : $"{path}: want {Plain.Brief(want)}, got {Plain.Brief(got)}",
    };

    static string? MapDifference(Dictionary<string, object?> want, Dictionary<string, object?> got, string path) =>
        want.Keys.Union(got.Keys).Order(StringComparer.Ordinal)
            .Select(key => EntryDifference(key, want.GetValueOrDefault(key), got.GetValueOrDefault(key), $"{path}.{key}"))
            .FirstOrDefault(difference => difference is not null);

    static string? EntryDifference(string key, object? want, object? got, string path)
    {
        if (key == "version" || (key == "LatestYear" && want is RecordedYear && got is long year && year == DateTime.UtcNow.Year))
            return null;
        if (key == "error" && want is string)
            return Plain.IsEmpty(want) == Plain.IsEmpty(got) ? null : $"{path}: want {Plain.Brief(want)}, got {Plain.Brief(got)}";
        return Difference(want, got, path);
    }

    static string? ListDifference(IReadOnlyList<object?> want, IReadOnlyList<object?> got, string path)
    {
        if (want.Count != got.Count)
            return $"{path}: want {want.Count} items, got {got.Count}";
        return want.Select((item, index) => Difference(item, got[index], $"{path}[{index}]")).FirstOrDefault(difference => difference is not null);
    }

    static bool IsFloat(object? value) => value is double;

    static bool TryGetNumber(object? value, out double number)
    {
        (var isNumber, number) = value switch
        {
            double real => (true, real),
            long whole => (true, whole),
            ulong whole => (true, whole),
            bool flag => (true, flag ? 1 : 0),
            _ => (false, 0),
        };
        return isNumber;
    }
}
