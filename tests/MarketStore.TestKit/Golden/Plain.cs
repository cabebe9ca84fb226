namespace MarketStore.TestKit.Golden;

/// <summary>Access to decoded values where another shape than the expected one is a mistake of whoever sent them.</summary>
public static class Plain
{
    public static Dictionary<string, object?> Map(object? value, string what) =>
        value as Dictionary<string, object?> ?? throw new FormatException($"{what} is no map but {Brief(value)}");

    /// <summary>The items of a list; nil is a list of none.</summary>
    public static IReadOnlyList<object?> List(object? value, string what) => value switch
    {
        null => [],
        IReadOnlyList<object?> list => list,
        _ => throw new FormatException($"{what} is no list but {Brief(value)}"),
    };

    public static string Text(object? value, string what) => value as string ?? throw new FormatException($"{what} is no text but {Brief(value)}");

    public static byte[] Blob(object? value, string what) => value as byte[] ?? throw new FormatException($"{what} is no blob but {Brief(value)}");

    public static int Count(object? value, string what) =>
        value is long number and >= 0 and <= int.MaxValue ? (int)number : throw new FormatException($"{what} is no count but {Brief(value)}");

    /// <summary>What counts as nothing said: nil, false, zero, or nothing inside.</summary>
    public static bool IsEmpty(object? value) => value switch
    {
        null or false or 0L or 0UL or 0.0 or "" => true,
        byte[] blob => blob.Length == 0,
        System.Collections.ICollection collection => collection.Count == 0,
        _ => false,
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other),
        (double, not double) or (not double, double) => false,
        _ when AsInteger(left) is { } one && AsInteger(right) is { } other => one == other,
        _ => Equals(left, right),
    };

    /// <summary>A value as text for a message, cut to a length that can be read.</summary>
    public static string Brief(object? value)
    {
        var text = Spell(value);
        return text.Length < 200 ? text : text[..200] + "...";
    }

    static Int128? AsInteger(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        ulong number => number,
        _ => null,
    };

    static string Spell(object? value) => value switch
    {
        null => "nil",
        string text => $"'{text}'",
        byte[] blob => Convert.ToHexString(blob.AsSpan(0, Math.Min(blob.Length, 48))),
        Dictionary<string, object?> map => $"{{{string.Join(", ", map.Select(entry => $"{entry.Key}: {Spell(entry.Value)}"))}}}",
        IEnumerable<object?> list => $"[{string.Join(", ", list.Select(Spell))}]",
        _ => FormattableString.Invariant($"{value}"),
    };
}
