using MarketStore.Calendars;
using MarketStore.Tests.Architecture;
using Xunit;

namespace MarketStore.Tests.Calendars;

public sealed class CalendarFileFuzzTests
{
    const int Rounds = 1_500;

    static readonly string[] Splices =
        [":", ",", "-", "+", "#", " ", "\n", "0", "24:00", "close", "the day before", "9999", "Easter", "February 29", "-365 days", "from", "Saturday to Tuesday", "open: ", "extends: nasdaq\n", "none", "é"];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Whatever_a_file_says_it_is_a_calendar_or_an_error_that_names_its_problems(int seed)
    {
        var random = new Random(seed);
        var samples = Directory.GetFiles(Path.Combine(SourceTree.Root, "src", "MarketStore.Calendars", "Data"), "*.calendar").Select(File.ReadAllText)
            .Append("timezone: America/Sao_Paulo\nweekdays: Sunday-Thursday\nsession regular: 17:00 the day before - 11:30, 12:30-16:00\nearly close: 11:00, Monday on or before May 24\nopen: 2026-01-03\n").ToArray();
        using var folder = new CalendarFolder();
        var calendars = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutated(samples[random.Next(samples.Length)], random);
            try
            {
                Use(folder.With("test.calendar", text).Load("test"), random);
                calendars++;
            }
            catch (CalendarFileException e)
            {
                Assert.NotEmpty(e.Problems);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{text}");
            }
        }

        Assert.InRange(calendars, Rounds / 20, Rounds);
    }

    static string Mutated(string text, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var position = random.Next(text.Length + 1);
            var removed = random.Next(3) == 0 ? 0 : Math.Min(random.Next(8), text.Length - position);
            text = text.Remove(position, removed).Insert(position, random.Next(3) == 0 ? "" : Splices[random.Next(Splices.Length)]);
        }

        return text;
    }

    /// <summary>Bounds lie in order, and the timeline says the same as they do.</summary>
    static void Use(MarketCalendar calendar, Random random)
    {
        var date = DateOnly.FromDayNumber(random.Next(DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
        if (calendar.Bounds(date) is not { } bounds)
            return;
        Assert.True(bounds.StartSeconds <= bounds.EndSeconds);
        foreach (var session in Enum.GetValues<MarketSession>())
        {
            foreach (var part in calendar.Parts(date, session).Where(part => part.StartSeconds < part.EndSeconds))
            {
                Assert.True(part.StartSeconds >= bounds.StartSeconds && part.EndSeconds <= bounds.EndSeconds);
                Assert.Equal(session, calendar.SessionAt(part.StartSeconds));
                Assert.Equal(session, calendar.SessionAt(part.EndSeconds - 1));
            }
        }

        Assert.Equal(calendar.Bounds(date, MarketSession.Regular)?.EndSeconds, calendar.RegularClose(date));
    }
}
