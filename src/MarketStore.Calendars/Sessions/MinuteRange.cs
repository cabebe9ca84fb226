namespace MarketStore.Calendars.Sessions;

/// <summary>Minutes from midnight of the market's date, half-open.</summary>
readonly record struct MinuteRange(int Start, int End);
