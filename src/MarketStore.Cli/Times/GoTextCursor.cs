namespace MarketStore.Cli.Times;

/// <summary>Reads a text from left to right, by the parts of a Go layout and with Go's rules for each.</summary>
internal ref struct GoTextCursor(ReadOnlySpan<char> text)
{
    static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    const int ShortNameLength = 3;

    TextCursor _text = new(text);
    GoTimeParts _parts = new();

    public readonly GoTimeParts Parts => _parts;

    public readonly ReadOnlySpan<char> Rest => _text.Rest;

    /// <param name="isFractionNext">The layout itself says how the fraction of the second is written.</param>
    public bool TryRead(GoLayoutElement element, bool isFractionNext) => element.Part switch
    {
        GoLayoutPart.Literal => TrySkipLiteral(element.Text),
        GoLayoutPart.Year => Set(_text.TryReadDigits(4, out var year), _parts.Year = year),
        GoLayoutPart.ShortYear => Set(_text.TryReadDigits(2, out var year), _parts.Year = year >= 69 ? 1900 + year : 2000 + year),
        GoLayoutPart.MonthName => TryReadName(Months, isShort: false, out var month) && Set(true, _parts.Month = month + 1),
        GoLayoutPart.ShortMonthName => TryReadName(Months, isShort: true, out var month) && Set(true, _parts.Month = month + 1),
        GoLayoutPart.Month => Set(TryReadNumber(isTwoDigits: false, out var month), _parts.Month = month),
        GoLayoutPart.TwoDigitMonth => Set(TryReadNumber(isTwoDigits: true, out var month), _parts.Month = month),
        GoLayoutPart.WeekdayName => TryReadName(Weekdays, isShort: false, out _),
        GoLayoutPart.ShortWeekdayName => TryReadName(Weekdays, isShort: true, out _),
        GoLayoutPart.Day => Set(TryReadNumber(isTwoDigits: false, out var day), _parts.Day = day),
        GoLayoutPart.PaddedDay => Set(TryReadPaddedNumber(out var day), _parts.Day = day),
        GoLayoutPart.TwoDigitDay => Set(TryReadNumber(isTwoDigits: true, out var day), _parts.Day = day),
        GoLayoutPart.DayOfYear => _text.TryReadDigits(3, out var day) && Set(day > 0, _parts.DayOfYear = day),
        GoLayoutPart.Hour => TryReadNumber(isTwoDigits: false, out var hour) && Set(hour < 24, _parts.Hour = hour),
        GoLayoutPart.HalfDayHour => TryReadNumber(isTwoDigits: false, out var hour) && Set(hour <= 12, _parts.Hour = hour),
        GoLayoutPart.TwoDigitHalfDayHour => TryReadNumber(isTwoDigits: true, out var hour) && Set(hour <= 12, _parts.Hour = hour),
        GoLayoutPart.Minute => TryReadNumber(isTwoDigits: false, out var minute) && Set(minute < 60, _parts.Minute = minute),
        GoLayoutPart.TwoDigitMinute => TryReadNumber(isTwoDigits: true, out var minute) && Set(minute < 60, _parts.Minute = minute),
        GoLayoutPart.Second => TryReadSecond(isTwoDigits: false, isFractionNext),
        GoLayoutPart.TwoDigitSecond => TryReadSecond(isTwoDigits: true, isFractionNext),
        GoLayoutPart.ExactFraction => TryReadFraction(element.Text.Length - 1),
        GoLayoutPart.OptionalFraction => !IsAtFraction || TryReadFraction(digitCount: null),
        GoLayoutPart.HalfOfDay => TryReadHalfOfDay(isLower: element.Text == "pm"),
        GoLayoutPart.Offset => TryReadOffset(element.Text),
        GoLayoutPart.OffsetOrZ => TryReadZ() || TryReadOffset(element.Text),
        _ => TryReadZoneName(),
    };

    readonly bool IsAtFraction => _text.Rest is ['.' or ',', >= '0' and <= '9', ..];

    // Lets a part be read, checked and kept in one expression.
    static bool Set(bool isRead, int _) => isRead;

    // A run of spaces stands for any run of spaces, and for the end.
    bool TrySkipLiteral(string literal)
    {
        for (var position = 0; position < literal.Length; position++)
        {
            if (literal[position] != ' ')
            {
                if (!_text.TrySkip(literal[position]))
                    return false;
                continue;
            }

            if (!_text.IsAtEnd && _text.Next != ' ')
                return false;
            while (position + 1 < literal.Length && literal[position + 1] == ' ')
                position++;
            while (_text.TrySkip(' '))
            {
                // As many as there are.
            }
        }

        return true;
    }

    bool TryReadNumber(bool isTwoDigits, out int value) => _text.TryReadDigits(2, out value) || (!isTwoDigits && _text.TryReadDigits(1, out value));

    bool TryReadPaddedNumber(out int value)
    {
        _text.TrySkip(' ');
        return TryReadNumber(isTwoDigits: false, out value);
    }

    bool TryReadName(string[] names, bool isShort, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            var name = isShort ? names[index].AsSpan(0, ShortNameLength) : names[index];
            if (!_text.Rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            _text.Skip(name.Length);
            return true;
        }

        return false;
    }

    bool TryReadSecond(bool isTwoDigits, bool isFractionNext)
    {
        if (!TryReadNumber(isTwoDigits, out var second) || second > 59)
            return false;
        _parts.Second = second;
        // A fraction may follow the seconds though the layout has none.
        return isFractionNext || !IsAtFraction || TryReadFraction(digitCount: null);
    }

    bool TryReadFraction(int? digitCount)
    {
        if (!IsAtFraction)
            return false;
        _text.Skip(1);
        var before = _text.Rest.Length;
        if (digitCount is { } count)
        {
            var digits = new TextCursor(_text.Rest[..Math.Min(count, before)]);
            if (!digits.TryReadNanoseconds(out var exact) || !digits.IsAtEnd || before < count)
                return false;
            _text.Skip(count);
            _parts.Nanoseconds = exact;
            return true;
        }

        var isRead = _text.TryReadNanoseconds(out var nanoseconds);
        _parts.Nanoseconds = nanoseconds;
        return isRead;
    }

    bool TryReadHalfOfDay(bool isLower)
    {
        var isAfternoon = _text.TrySkip(isLower ? "pm" : "PM");
        if (!isAfternoon && !_text.TrySkip(isLower ? "am" : "AM"))
            return false;
        _parts.IsAfternoon = isAfternoon;
        return true;
    }

    bool TryReadZ()
    {
        if (!_text.TrySkip('Z'))
            return false;
        _parts.OffsetSeconds = 0;
        return true;
    }

    bool TryReadOffset(string form)
    {
        if (_text.Next is not ('+' or '-'))
            return false;
        var sign = _text.Next == '-' ? -1 : 1;
        _text.Skip(1);
        var (minutes, seconds) = (0, 0);
        var hasColons = form.Contains(':', StringComparison.Ordinal);
        var digits = form.Count(char.IsAsciiDigit);
        if (!_text.TryReadDigits(2, out var hours) || hours > 24)
            return false;
        if (digits > 2 && ((hasColons && !_text.TrySkip(':')) || !_text.TryReadDigits(2, out minutes) || minutes > 59))
            return false;
        if (digits > 4 && ((hasColons && !_text.TrySkip(':')) || !_text.TryReadDigits(2, out seconds) || seconds > 59))
            return false;
        _parts.OffsetSeconds = sign * ((((hours * 60) + minutes) * 60) + seconds);
        return true;
    }

    bool TryReadZoneName()
    {
        var length = 0;
        while (length < _text.Rest.Length && char.IsAsciiLetterUpper(_text.Rest[length]))
            length++;
        if (length is < 3 or > 5)
            return false;
        var isUniversal = _text.Rest[..length] is "UTC" or "GMT";
        _text.Skip(length);
        if (isUniversal)
            _parts.OffsetSeconds = 0;
        else
            _parts.HasZoneOfPlace = true;
        return true;
    }
}
