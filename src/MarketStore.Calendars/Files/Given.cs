namespace MarketStore.Calendars.Files;

/// <summary>A value, and the line that gave it.</summary>
sealed record Given<T>(T Value, SourceLine Line);
