namespace MarketStore.Calendars.Rules;

/// <summary>Some of the seven days of the week.</summary>
readonly record struct WeekdaySet(int Bits)
{
    public static WeekdaySet All => new(0b111_1111);

    public static WeekdaySet MondayToFriday => new(0b011_1110);

    public bool Contains(DayOfWeek day) => (Bits & (1 << (int)day)) != 0;

    public WeekdaySet With(DayOfWeek day) => new(Bits | (1 << (int)day));

    /// <summary>Goes past the end of the week: Sunday to Thursday, Saturday to Monday.</summary>
    public WeekdaySet WithRange(DayOfWeek first, DayOfWeek last)
    {
        var set = With(last);
        for (var day = first; day != last; day = (DayOfWeek)(((int)day + 1) % 7))
            set = set.With(day);
        return set;
    }
}
