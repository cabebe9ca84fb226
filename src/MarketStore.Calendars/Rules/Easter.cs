namespace MarketStore.Calendars.Rules;

/// <summary>Easter Sunday of the Western churches.</summary>
sealed record Easter : IYearlyDay
{
    /// <summary>The computation of Meeus, Jones and Butcher: exact for every year of the Gregorian calendar.</summary>
    public DateOnly? DateIn(int year)
    {
        var golden = year % 19;
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var skippedLeapDays = century - (century / 4);
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + skippedLeapDays - moonCorrection + 15) % 30;
        var daysToSunday = (32 + (2 * (century % 4)) + (2 * (yearOfCentury / 4)) - epact - (yearOfCentury % 4)) % 7;
        var lateMoon = (golden + (11 * epact) + (22 * daysToSunday)) / 451;
        var (month, day) = Math.DivRem(epact + daysToSunday - (7 * lateMoon) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
