using System.Globalization;
using MarketStore.Cli.Times;

namespace MarketStore.Cli.Loading;

/// <summary>What the values of one column look like, over the whole file.</summary>
internal sealed class ColumnSurvey
{
    // Seconds until the year 5138, milliseconds from 1973 on, and so forth: units do not overlap for the times that there are prices of.
    const double MostSeconds = 1e11;
    const double MostMilliseconds = 1e14;
    const double MostMicroseconds = 1e17;

    long _isoTimes;
    long _compactDates;
    long _clocks;
    long _compactClocks;
    long _datesWithClock;
    double _magnitude;

    /// <summary>Values that are not empty.</summary>
    public long ValueCount { get; private set; }

    public long WholeNumberCount { get; private set; }

    public long FractionCount { get; private set; }

    public long NumberCount => WholeNumberCount + FractionCount;

    /// <summary>The first value that is no number, in quotes and with its line; null if there is none.</summary>
    public string? FirstText { get; private set; }

    /// <summary>Whether most values are dates or times that cannot be taken for plain numbers.</summary>
    public bool IsPlainlyTime => _isoTimes > ValueCount / 2 || (_compactDates > 0 && _compactDates == NumberCount && NumberCount > ValueCount / 2);

    /// <summary>Whether all numbers could be seconds since 1970, or a finer unit, of a time after March 1973.</summary>
    public bool MayBeEpoch => WholeNumberCount > 0 && FractionCount == 0 && _magnitude >= 1e8;

    public bool HasDatesWithoutClock => (_isoTimes > 0 || _compactDates > 0) && _datesWithClock == 0;

    public bool HasClocks => _clocks + _compactClocks > ValueCount / 2;

    public void Add(ReadOnlySpan<char> field, int line)
    {
        var text = field.Trim();
        if (text.IsEmpty)
            return;
        ValueCount++;
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole))
            AddWholeNumber(whole, text);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            AddFraction(number);
        else
            AddText(text, line);
    }

    /// <summary>How the times are written, judged by all of them; null if there are none.</summary>
    public TimeFormat? FindTimeFormat()
    {
        if (_isoTimes > NumberCount)
            return TimeFormat.Iso;
        if (NumberCount == 0)
            return null;
        if (_compactDates == NumberCount)
            return TimeFormat.CompactDate;
        return _magnitude switch
        {
            < MostSeconds => TimeFormat.EpochSeconds,
            < MostMilliseconds => TimeFormat.EpochMilliseconds,
            < MostMicroseconds => TimeFormat.EpochMicroseconds,
            _ => TimeFormat.EpochNanoseconds,
        };
    }

    void AddWholeNumber(long whole, ReadOnlySpan<char> text)
    {
        WholeNumberCount++;
        _magnitude = Math.Max(_magnitude, Math.Abs((double)whole));
        if (text.Length == 8 && IsoText.TryParse(text, out _))
            _compactDates++;
        else if (text.Length is 4 or 6 && IsoText.TryParseClock(text, out _, out _))
            _compactClocks++;
    }

    void AddFraction(double number)
    {
        FractionCount++;
        if (double.IsFinite(number))
            _magnitude = Math.Max(_magnitude, Math.Abs(number));
    }

    void AddText(ReadOnlySpan<char> text, int line)
    {
        FirstText ??= $"{ShownText.Quote(text)} in line {line}";
        if (IsoText.TryParse(text, out var time))
        {
            _isoTimes++;
            _datesWithClock += time.HasClock ? 1 : 0;
        }
        else if (IsoText.TryParseClock(text, out _, out _))
        {
            _clocks++;
        }
    }
}
