namespace MarketStore.Calendars.Files;

/// <summary>A file that gives no text, and why.</summary>
sealed class UnreadableFileException(string reason) : Exception(reason);
