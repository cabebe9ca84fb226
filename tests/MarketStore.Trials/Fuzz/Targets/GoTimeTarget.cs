using System.Globalization;
using System.Text;
using MarketStore.Cli.Times;
using MarketStore.Core.Time;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Go layouts and times by them. The first byte chooses the zone; up to the first newline the text is the layout, and the rest is the time.</summary>
sealed class GoTimeTarget : IFuzzTarget
{
    public const string TargetName = "go-time";

    static readonly string[] Zones = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"];

    // Layouts of which the runtime reads the same texts.
    static readonly Dictionary<string, string> Known = new()
    {
        ["2006-01-02 15:04:05"] = "yyyy-MM-dd HH:mm:ss",
        ["20060102 15:04:05"] = "yyyyMMdd HH:mm:ss",
        ["02/01/2006 03:04:05 PM"] = "dd/MM/yyyy hh:mm:ss tt",
    };

    // What four digits of a year can be, with an offset of a day.
    static readonly (long First, long Last) Seconds = (-62_167_219_200 - (2 * 86_400), 253_402_300_799 + (2 * 86_400));

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.GoTime;

    public IEnumerable<byte[]> Seeds =>
    [
        Of(0, "2006-01-02 15:04:05\n2020-01-06 09:30:00"), Of(0, "20060102 15:04:05\n20161230 21:37:57 140000"), Of(0, "20060102 15:04:05\n20161230 21:37:57"), Of(0, "02/01/2006 03:04:05 PM\n31/12/2020 11:59:59 PM"),
        Of(1, "1/2/2006 3:04:05 PM\n3/8/2020 2:30:00 AM"), Of(2, "Mon Jan _2 15:04:05 2006\nTue Feb  9 01:02:03 2021"), Of(3, "Monday, 02-Jan-06 15:04:05 MST\nSunday, 29-Feb-04 12:00:00 EST"), Of(0, "2006-01-02T15:04:05.999999999Z07:00\n2020-01-06T09:30:00.25-05:00"),
        Of(4, "2006 002 15:04\n2011 365 10:00"), Of(0, "2006-01-02,000 -070000\n2020-02-29,125 +235959"), Of(0, "January 2, 2006 3pm\nMay 5, 0000 12am"), Of(0, "_2006__2 06\n"), Of(0, "\n"),
    ];

    public IEnumerable<byte[]> Words => new[]
    {
        "\n", "2006", "_2006", "06", "01", "1", "Jan", "January", "02", "2", "_2", "002", "Mon", "Monday", "MST", "15", "03", "3", "04", "4", "05", "5", ".000", ".999999999", ",00", ".0000000000", "PM", "pm", "Z07:00", "Z0700", "Z07", "-07:00", "-0700", "-07", "-07:00:00",
        "2020", "0000", "9999", "12", "31", "366", "00", "24", "60", "February", "sep", "Sunday", "UTC", "GMT", "EST", "Z", "+23:59", "-24:00", ".123456789", " 140000", "am", "AM", " ", "  ", "\u0663", "\u00e9",
    }.Select(Encoding.UTF8.GetBytes);

    public string Run(ReadOnlySpan<byte> input)
    {
        var lines = Encoding.UTF8.GetString(input.IsEmpty ? [] : input[1..]).Split('\n', 2);
        _ = MarketTimeZone.TryGet(Zones[input.IsEmpty ? 0 : input[0] % Zones.Length], out var zone);
        var (layout, text) = (GoLayout.Parse(lines[0]), lines.Length > 1 ? lines[1] : "");
        if (layout.Text != lines[0])
            throw new TrialFailedException("the layout is not what was given");
        var reader = new GoTimeReader(layout, zone!);
        var isRead = reader.TryRead(text, out var time);
        if (isRead && (time.Seconds < Seconds.First || time.Seconds > Seconds.Last || time.Nanoseconds is < 0 or > 999_999_999))
            throw new TrialFailedException($"the time is {time.Seconds} s and {time.Nanoseconds} ns");
        CheckPair(reader, text, isRead, time);
        if (ReferenceEquals(zone, MarketTimeZone.Utc) && Known.TryGetValue(lines[0], out var format))
            CheckKnown(text, format, isRead, time);
        return $"{(layout.HasYear ? "" : "no year, ")}{(isRead ? $"a time{(time.Nanoseconds == 0 ? "" : ", nanoseconds")}" : "no time")}";
    }

    public void Dispose()
    {
    }

    /// <summary>A date and a time of day in two columns are what they are in one.</summary>
    static void CheckPair(GoTimeReader reader, string text, bool isRead, EpochTime time)
    {
        const int LongestPair = 255;
        if (text.Length > LongestPair || text.Split(' ', 2) is not [var date, var clock])
            return;
        if (reader.TryRead(date, clock, out var pair) != isRead || pair != time)
            throw new TrialFailedException("in two columns the time is another");
    }

    static void CheckKnown(string text, string format, bool isRead, EpochTime time)
    {
        // The runtime takes Pm and pM too, which Go does not.
        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expected) || expected.ToString(format, CultureInfo.InvariantCulture) != text)
            return;
        if (!isRead || time.Nanoseconds != 0 || time.Seconds != new DateTimeOffset(expected).ToUnixTimeSeconds())
            throw new TrialFailedException($"{expected:O} is read as {(isRead ? $"{time.Seconds} s, {time.Nanoseconds} ns" : "no time")}");
    }

    static byte[] Of(byte zone, string text) => [zone, .. Encoding.UTF8.GetBytes(text)];
}
