using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Bucket keys. The first byte says whether the rest is UTF-8, as on the wire, or the 16-bit units of a string, which may be no Unicode at all.</summary>
sealed class KeyTarget : IFuzzTarget
{
    public const string TargetName = "key";

    // Text and part, each of 200 characters, of which none may be one to be shown as it is.
    const int MaxReasonChars = 3_000;

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Text;

    public IEnumerable<byte[]> Seeds =>
    [
        Utf8("AAPL/1Min/OHLCV"), Utf8("AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup"), Utf8("BRK.A/1D-index/a b"), Utf8("\u65e5\u7d4c\U0001f4c8/1H/x"), Utf8("../1Min/category_name"),
        [1, .. MemoryMarshal.AsBytes("A/1Min/O".AsSpan())],
    ];

    public IEnumerable<byte[]> Words =>
    [
        .. new[] { "/", "\\", ":", ",", "*", ".", "..", "category_name", "metadata.db", ".walfile", ".mslog", ":Symbol/Timeframe/AttributeGroup", ":SYMBOL/timeframe/attributegroup", "\u0085", "\ufffd", "\U0001f4c8" }
            .Select(Encoding.UTF8.GetBytes),
        [0x00, 0xD8], [0x00, 0xDC], [0xED, 0xA0, 0x80], [0xC0, 0xAF],
    ];

    public string Run(ReadOnlySpan<byte> input)
    {
        var text = AnyText.Read(input);
        var isKey = TimeBucketKey.TryParse(text, out var key, out var reason);
        if (isKey != IsKey(text))
            throw new TrialFailedException($"the text is {(isKey ? "taken for a key" : $"no key because {reason}")}, which is not what the page on the data directory says");
        if (key is null)
            return Refused(text, reason!);
        if (key.ToString() != text.Split(':')[0] || key != new TimeBucketKey(key.Symbol, key.Timeframe, key.AttributeGroup) || TimeBucketKey.Parse(key.LongForm) != key)
            throw new TrialFailedException($"{key} is not what was given");
        var path = Path.Combine("/root", key.Symbol, key.Timeframe, key.AttributeGroup);
        if (Path.GetFullPath(path) != path || path.Split('/').Length != 5)
            throw new TrialFailedException("the key leads out of the data directory");
        return text.Contains(':', StringComparison.Ordinal) ? "a key with categories" : "a key";
    }

    public void Dispose()
    {
    }

    static string Refused(string text, string reason)
    {
        if (reason.Length > MaxReasonChars || reason.Any(char.IsControl))
            throw new TrialFailedException("the reason is long or holds control characters");
        try
        {
            TimeBucketKey.Parse(text);
        }
        catch (MarketStoreException refusal) when (refusal.Kind == ErrorKind.InvalidRequest && refusal.Message == reason)
        {
            return OutcomeText.KindOf(reason);
        }

        throw new TrialFailedException("Parse takes what TryParse refuses");
    }

    /// <summary>By docs/file-format.md, "Directories".</summary>
    static bool IsKey(string text)
    {
        var (items, categories) = text.Split(':', 2) is [var before, var behind] ? (before, behind) : (text, "");
        return (categories.Length == 0 || categories.Equals("Symbol/Timeframe/AttributeGroup", StringComparison.OrdinalIgnoreCase))
            && items.Split('/') is { Length: 3 } parts
            && parts.All(IsPart);
    }

    static bool IsPart(string part)
    {
        if (part.Length == 0 || part is "." or ".." or "category_name" or "metadata.db" || part.EndsWith(".walfile", StringComparison.Ordinal) || part.EndsWith(".mslog", StringComparison.Ordinal))
            return false;
        foreach (var rune in part.EnumerateRunes())
        {
            // Decoding puts U+FFFD where bytes, or halves of pairs, are no Unicode.
            if (rune.Value is '/' or '\\' or ',' or ':' or '*' or 0xFFFD or < 0x20 or (>= 0x7F and < 0xA0))
                return false;
        }

        return Encoding.UTF8.GetByteCount(part) <= 255;
    }

    static byte[] Utf8(string text) => [0, .. Encoding.UTF8.GetBytes(text)];
}
