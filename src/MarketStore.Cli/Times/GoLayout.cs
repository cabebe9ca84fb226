namespace MarketStore.Cli.Times;

/// <summary>
/// A time written as Go writes its layouts: the way that the moment <c>Mon Jan 2 15:04:05 MST 2006</c> would look. What is none of its parts stands for itself.
/// </summary>
internal sealed class GoLayout
{
    // Longer ones before those that they begin with.
    static readonly (string Text, GoLayoutPart Part)[] Parts =
    [
        ("January", GoLayoutPart.MonthName), ("Jan", GoLayoutPart.ShortMonthName), ("Monday", GoLayoutPart.WeekdayName), ("Mon", GoLayoutPart.ShortWeekdayName), ("MST", GoLayoutPart.ZoneName),
        ("2006", GoLayoutPart.Year), ("002", GoLayoutPart.DayOfYear), ("01", GoLayoutPart.TwoDigitMonth), ("02", GoLayoutPart.TwoDigitDay), ("03", GoLayoutPart.TwoDigitHalfDayHour),
        ("04", GoLayoutPart.TwoDigitMinute), ("05", GoLayoutPart.TwoDigitSecond), ("06", GoLayoutPart.ShortYear), ("15", GoLayoutPart.Hour), ("1", GoLayoutPart.Month), ("2", GoLayoutPart.Day),
        ("3", GoLayoutPart.HalfDayHour), ("4", GoLayoutPart.Minute), ("5", GoLayoutPart.Second), ("_2006", GoLayoutPart.Literal), ("_2", GoLayoutPart.PaddedDay), ("PM", GoLayoutPart.HalfOfDay), ("pm", GoLayoutPart.HalfOfDay),
        ("-07:00:00", GoLayoutPart.Offset), ("-070000", GoLayoutPart.Offset), ("-07:00", GoLayoutPart.Offset), ("-0700", GoLayoutPart.Offset), ("-07", GoLayoutPart.Offset),
        ("Z07:00:00", GoLayoutPart.OffsetOrZ), ("Z070000", GoLayoutPart.OffsetOrZ), ("Z07:00", GoLayoutPart.OffsetOrZ), ("Z0700", GoLayoutPart.OffsetOrZ), ("Z07", GoLayoutPart.OffsetOrZ),
    ];

    readonly GoLayoutElement[] _elements;

    GoLayout(string text, GoLayoutElement[] elements) => (Text, _elements) = (text, elements);

    public string Text { get; }

    /// <summary>Without a year there is no date.</summary>
    public bool HasYear => _elements.Any(element => element.Part is GoLayoutPart.Year or GoLayoutPart.ShortYear);

    public static GoLayout Parse(string text)
    {
        var elements = new List<GoLayoutElement>();
        var literalStart = 0;
        for (var position = 0; position < text.Length;)
        {
            if (FindPart(text, position) is not { } element)
            {
                position++;
                continue;
            }

            if (position > literalStart)
                elements.Add(new(GoLayoutPart.Literal, text[literalStart..position]));
            elements.Add(element);
            position += element.Text.Length;
            literalStart = position;
        }

        if (literalStart < text.Length)
            elements.Add(new(GoLayoutPart.Literal, text[literalStart..]));
        return new(text, [.. elements]);
    }

    /// <summary>Reads a time from the beginning of a text.</summary>
    /// <param name="rest">What stands behind it; empty if the text is no more than the time.</param>
    public bool TryRead(ReadOnlySpan<char> text, out GoTimeParts parts, out ReadOnlySpan<char> rest)
    {
        var cursor = new GoTextCursor(text);
        var isRead = true;
        for (var index = 0; isRead && index < _elements.Length; index++)
        {
            var isFractionNext = index + 1 < _elements.Length && _elements[index + 1].Part is GoLayoutPart.ExactFraction or GoLayoutPart.OptionalFraction;
            isRead = cursor.TryRead(_elements[index], isFractionNext);
        }

        parts = cursor.Parts;
        rest = cursor.Rest;
        return isRead && parts.IsValid;
    }

    static GoLayoutElement? FindPart(string text, int position)
    {
        var rest = text.AsSpan(position);
        if (FractionLength(rest) is > 0 and var length)
            return new(rest[1] == '0' ? GoLayoutPart.ExactFraction : GoLayoutPart.OptionalFraction, text.Substring(position, length));
        foreach (var (part, kind) in Parts)
        {
            if (!rest.StartsWith(part, StringComparison.Ordinal))
                continue;
            // Month and Monthly are words, Jan and Mon are parts only where no word goes on.
            if (kind is GoLayoutPart.ShortMonthName or GoLayoutPart.ShortWeekdayName && rest.Length > part.Length && char.IsAsciiLetterLower(rest[part.Length]))
                continue;
            // An underscore before a year stands for itself.
            return kind == GoLayoutPart.Literal ? null : new(kind, part);
        }

        return null;
    }

    // A point or comma and a run of nothing but 0 or nothing but 9, with no digit behind it.
    static int FractionLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] is not ('.' or ',') || text[1] is not ('0' or '9'))
            return 0;
        var end = 1;
        while (end < text.Length && text[end] == text[1])
            end++;
        return end < text.Length && char.IsAsciiDigit(text[end]) ? 0 : end;
    }
}
