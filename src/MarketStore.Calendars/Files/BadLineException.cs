namespace MarketStore.Calendars.Files;

/// <summary>A line that makes no sense; the reader of the file says which one it is and goes on with the next.</summary>
sealed class BadLineException(string problem) : Exception(problem);
