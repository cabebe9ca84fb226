namespace MarketStore.Core.Time;

/// <summary>Dates of the proleptic Gregorian calendar as days since 1970-01-01, for years before 1 too.</summary>
public static class CivilCalendar
{
    const int DaysPerEra = 146_097;

    // Days from 0000-03-01 to 1970-01-01: years are counted from March, so that the leap day comes last.
    const int EpochShift = 719_468;

    public static bool IsLeapYear(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInYear(int year) => IsLeapYear(year) ? 366 : 365;

    public static long DayOf(int year, int month, int day)
    {
        var shiftedYear = month <= 2 ? year - 1 : year;
        var era = Math.DivRem(shiftedYear >= 0 ? shiftedYear : shiftedYear - 399, 400).Quotient;
        var yearOfEra = shiftedYear - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return ((long)era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochShift;
    }

    public static (int Year, int Month, int Day) DateOf(long dayNumber)
    {
        var shifted = dayNumber + EpochShift;
        var era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = (int)(shifted - (era * DaysPerEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1;
        var month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        return ((int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>0 for Monday to 6 for Sunday.</summary>
    public static int DaysSinceMonday(long dayNumber) => (int)((((dayNumber + 3) % 7) + 7) % 7);
}
