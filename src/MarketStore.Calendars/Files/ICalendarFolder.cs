namespace MarketStore.Calendars.Files;

/// <summary>Where calendar files lie, and the lists of dates that they name.</summary>
interface ICalendarFolder
{
    /// <summary>The names of the calendar files, in order.</summary>
    /// <exception cref="UnreadableFileException">The folder cannot be read.</exception>
    IReadOnlyList<string> CalendarFiles { get; }

    /// <summary>The folder or a file in it, as messages name it.</summary>
    string PathOf(string fileName);

    /// <exception cref="UnreadableFileException">It is not there, cannot be read, is too large or no text.</exception>
    string Read(string fileName);
}
