using MarketStore.Calendars;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Calendars;

/// <summary>A directory of calendar files for a test.</summary>
sealed class CalendarFolder : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    /// <summary>One calendar of one file.</summary>
    public static MarketCalendar Calendar(string text)
    {
        using var folder = new CalendarFolder().With("test.calendar", text);
        return folder.Load("test");
    }

    /// <summary>The problems of a file, without the directory that it lies in.</summary>
    public static string ProblemsOf(string text)
    {
        using var folder = new CalendarFolder().With("test.calendar", text);
        return folder.Problems();
    }

    public CalendarFolder With(string fileName, string text)
    {
        File.WriteAllText(_directory.Combine(fileName), text);
        return this;
    }

    public MarketCalendar Load(string name)
    {
        Assert.True(MarketCalendars.Load(Path).TryGet(name, out var calendar));
        return calendar;
    }

    public string Problems() => Assert.Throws<CalendarFileException>(() => MarketCalendars.Load(Path)).Message.Replace(Path + System.IO.Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    public void Dispose() => _directory.Dispose();
}
