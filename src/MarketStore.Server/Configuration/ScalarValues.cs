using System.Globalization;
using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Server.Configuration;

/// <summary>The readers of single values.</summary>
internal static class ScalarValues
{
    public static bool TryReadText(ConfigurationScalar scalar, out string value, out string? notice)
    {
        (value, notice) = (scalar.Text, null);
        return !value.Contains('\0');
    }

    /// <summary>Truth values of keys that the Go server kept as text: the words of YAML 1.1 (<c>yes</c>, <c>on</c>) were errors there.</summary>
    public static bool TryReadBooleanText(ConfigurationScalar scalar, out bool value, out string? notice)
    {
        notice = null;
        value = scalar.Text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || scalar.Text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }

    public static bool TryReadBoolean(ConfigurationScalar scalar, out bool value, out string? notice)
    {
        notice = null;
        value = scalar.Text is "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "y" or "Y" or "on" or "On" or "ON";
        return value || scalar.Text is "false" or "False" or "FALSE" or "no" or "No" or "NO" or "n" or "N" or "off" or "Off" or "OFF";
    }

    /// <summary>A reader of whole numbers within bounds, both inclusive.</summary>
    public static ScalarReader<int> Integer(int from, int to)
    {
        return Read;

        bool Read(ConfigurationScalar scalar, out int value, out string? notice)
        {
            value = 0;
            if (!TryReadNumber(scalar.Text, out var number, out notice) || number < from || number > to)
                return false;
            value = (int)number;
            return true;
        }
    }

    /// <summary><c>10s</c>, <c>1m30s</c>; a bare number counts nanoseconds, which nobody means.</summary>
    public static bool TryReadDuration(ConfigurationScalar scalar, out TimeSpan value, out string? notice)
    {
        if (GoDuration.TryParse(scalar.Text, out value))
        {
            notice = null;
            return value >= TimeSpan.Zero;
        }

        if (!TryReadNumber(scalar.Text, out var nanoseconds, out notice) || nanoseconds < 0)
            return false;
        value = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        if (nanoseconds != 0)
            notice = string.Create(CultureInfo.InvariantCulture, $"a number without a unit counts nanoseconds; for seconds write {scalar.Text}s");
        return true;
    }

    static bool TryReadNumber(string text, out long number, out string? notice)
    {
        notice = null;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (TryReadInteger(digits, out number))
            return true;
        if (!double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var real)
            || double.IsNaN(real) || Math.Abs(real) > 1e15)
        {
            return false;
        }

        number = (long)real;
        if (number != real)
            notice = string.Create(CultureInfo.InvariantCulture, $"a whole number is wanted; {number} is used");
        return true;
    }

    // 0x1F, 0b11, 0o17 and, as in YAML 1.1 and C, 017 are whole numbers too.
    static bool TryReadInteger(string text, out long number)
    {
        var isNegative = text.StartsWith('-');
        var digits = isNegative || text.StartsWith('+') ? text.AsSpan(1) : text;
        var isRead = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number),
            ['0', 'b' or 'B', .. var binary] => long.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out number),
            ['0', 'o' or 'O', .. var octal] => TryReadOctal(octal, out number),
            ['0', _, ..] => TryReadOctal(digits[1..], out number),
            _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number),
        };
        if (isNegative)
            number = -number;
        return isRead;
    }

    static bool TryReadOctal(ReadOnlySpan<char> digits, out long number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || number > long.MaxValue >> 3)
                return false;
            number = (number << 3) | (uint)(digit - '0');
        }

        return !digits.IsEmpty;
    }
}
