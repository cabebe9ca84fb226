using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using MarketStore.Core.Time;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>
/// Timeframes, and the slots and ticks that follow from them. The first six bytes choose zone, year and a time of the year, the rest is the text.
/// </summary>
sealed class TimeframeTarget : IFuzzTarget
{
    public const string TargetName = "timeframe";

    const int LeadBytes = 6;

    static readonly string[] Zones = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"];

    // By docs/file-format.md, "Timeframes".
    static readonly (string Unit, long Seconds)[] Units = [("S", 1), ("T", 60), ("Min", 60), ("H", 3_600), ("D", 86_400), ("W", 604_800), ("Y", 31_536_000)];

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Text;

    public IEnumerable<byte[]> Seeds => [Of(0, "1Min"), Of(1, "1D"), Of(1, "4H"), Of(2, "7T"), Of(3, "1Sec"), Of(4, "1D-index"), Of(0, "292Y"), Of(5, "2147483647S"), Of(0, "15250W")];

    public IEnumerable<byte[]> Words =>
        new[] { "S", "Sec", "T", "Min", "H", "D", "W", "Y", "+", "-", "0", "1", "2147483647", "2147483648", "9223372036", " ", "\0", "\u0661" }.Select(Encoding.UTF8.GetBytes);

    public string Run(ReadOnlySpan<byte> input)
    {
        var text = input.Length < LeadBytes ? "" : Encoding.UTF8.GetString(input[LeadBytes..]);
        var isTimeframe = Timeframe.TryParse(text, out var timeframe);
        var seconds = SecondsOf(text);
        if (isTimeframe != seconds is not null || (isTimeframe && (timeframe.Seconds != seconds || timeframe.Text != text)))
            throw new TrialFailedException($"the text is read as {(isTimeframe ? timeframe.Seconds : null)} s, and means {seconds} s");
        return isTimeframe ? CheckSlots(timeframe, input[..LeadBytes]) : "no timeframe";
    }

    public void Dispose()
    {
    }

    static string CheckSlots(Timeframe timeframe, ReadOnlySpan<byte> choice)
    {
        _ = MarketTimeZone.TryGet(Zones[choice[0] % Zones.Length], out var zone);
        var year = MarketTimeZone.MinYear + (BinaryPrimitives.ReadUInt16LittleEndian(choice[1..]) % (MarketTimeZone.MaxYear - MarketTimeZone.MinYear + 1));
        var calendar = new SlotCalendar(zone!, timeframe, year);
        var share = BinaryPrimitives.ReadUInt16LittleEndian(choice[3..]) / 65_536.0;
        var time = calendar.YearStartSeconds + (long)((calendar.YearEndSeconds - calendar.YearStartSeconds) * share);
        var index = calendar.IndexOf(time);
        if (index < calendar.FirstIndex || index > calendar.LastIndex)
            throw new TrialFailedException($"{time} lies in slot {index}, which {year} has not");
        // A local day that begins twice or not at all may lie a little beside its times.
        if (!timeframe.IsDaily && (calendar.StartOf(index) > time || calendar.StartOf(index + 1) <= time || calendar.IndexOf(calendar.StartOf(index)) != index))
            throw new TrialFailedException($"{time} does not lie in slot {index} of {year}");
        if (!IntervalTicks.CanRepresent(timeframe))
            return "slots without ticks";
        var nanoseconds = choice[5] * 3_921_568;
        var ticks = new IntervalTicks(calendar);
        var decoded = ticks.DecodeNanoseconds(index, ticks.Encode(index, time, nanoseconds));
        if (decoded < 0 || decoded > 86_400L * 1_000_000_000)
            throw new TrialFailedException($"a tick of slot {index} comes back {decoded} ns behind the slot's start");
        return $"slots of {(timeframe.IsDaily ? "a day" : timeframe.Seconds < 60 ? "seconds" : "minutes")}";
    }

    static long? SecondsOf(string text)
    {
        foreach (var (unit, unitSeconds) in Units)
        {
            var position = text.IndexOf(unit, StringComparison.Ordinal);
            if (position < 0)
                continue;
            var digits = text[..position];
            if (digits.StartsWith('+') || digits.StartsWith('-'))
                digits = digits[1..];
            if (digits.Length == 0 || digits.Any(digit => !char.IsAsciiDigit(digit)) || text[0] == '-')
                return null;
            var count = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
            return count < 1 || count > int.MaxValue || count * unitSeconds > long.MaxValue / 1_000_000_000 ? null : (long)count * unitSeconds;
        }

        return null;
    }

    static byte[] Of(byte zone, string text) => [zone, 0xF4, 0x2E, 0x10, 0x80, 0x40, .. Encoding.UTF8.GetBytes(text)];
}
