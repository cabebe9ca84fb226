namespace MarketStore.Cli.Times;

/// <summary>Reads a text of fixed parts from left to right.</summary>
internal ref struct TextCursor(ReadOnlySpan<char> text)
{
    ReadOnlySpan<char> _rest = text;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next character; NUL at the end.</summary>
    public readonly char Next => _rest.IsEmpty ? '\0' : _rest[0];

    public readonly ReadOnlySpan<char> Rest => _rest;

    public void Skip(int count) => _rest = _rest[count..];

    public bool TrySkip(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
            return false;
        _rest = _rest[1..];
        return true;
    }

    public bool TrySkip(string expected)
    {
        if (!_rest.StartsWith(expected, StringComparison.Ordinal))
            return false;
        _rest = _rest[expected.Length..];
        return true;
    }

    /// <summary>Reads exactly so many digits.</summary>
    public bool TryReadDigits(int count, out int value)
    {
        value = 0;
        if (_rest.Length < count)
            return false;
        foreach (var character in _rest[..count])
        {
            if (!char.IsAsciiDigit(character))
                return false;
            value = (value * 10) + (character - '0');
        }

        _rest = _rest[count..];
        return true;
    }

    /// <summary>Reads the digits behind a decimal point. Those behind the ninth are passed over.</summary>
    public bool TryReadNanoseconds(out int nanoseconds)
    {
        nanoseconds = 0;
        var digits = 0;
        for (var unit = 100_000_000; digits < _rest.Length && char.IsAsciiDigit(_rest[digits]); digits++, unit /= 10)
            nanoseconds += (_rest[digits] - '0') * unit;
        _rest = _rest[digits..];
        return digits > 0;
    }
}
