using System.Globalization;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Tests.Sql;
using Xunit;

namespace MarketStore.Tests.Functions.Adjustment;

public class AdjustTests
{
    const byte New = (byte)'N';
    const byte Update = (byte)'U';
    const byte Deletion = (byte)'D';
    const byte Split = (byte)'7';
    const byte ReverseSplit = (byte)'+';
    const byte StockDividend = (byte)'/';

    const long FirstOfMarch = 1_614_556_800; // 2021-03-01T00:00:00Z
    const long Day = 86_400;

    // Of four announcements three stand: 2 for 1 on March 3, 4 for 1 on March 4, which was announced as 3 for 1, and 10 dividends for 8 shares on March 5.
    static readonly Announcement[] Announcements =
    [
        new(FirstOfMarch - (9 * Day), Id: 1, Split, New, FirstOfMarch + (2 * Day), 2),
        new(FirstOfMarch - (8 * Day), Id: 2, StockDividend, New, FirstOfMarch + (4 * Day), 1.25),
        new(FirstOfMarch - (7 * Day), Id: 3, ReverseSplit, New, FirstOfMarch + Day, 0.5),
        new(FirstOfMarch - (6 * Day), Id: 4, Split, New, FirstOfMarch + (3 * Day), 3),
        new(FirstOfMarch - (5 * Day), Id: 3, ReverseSplit, Deletion, 0, 0),
        new(FirstOfMarch - (4 * Day), Id: 4, Split, Update, FirstOfMarch + (3 * Day), 4),
    ];

    [Theory]
    [InlineData("adjust()", "Open:f8 10 10.01 10.01 10.08 10.0002 | Close:f4 5 10.01 0.6 10 1 | Volume:i8 100 110 125 125 101")]
    [InlineData("adjust('split','dividend')", "Open:f8 10 10.01 10.01 10.08 10.0002 | Close:f4 5 10.01 0.6 10 1 | Volume:i8 100 110 125 125 101")]
    [InlineData("adjust('Split')", "Open:f8 12.5 12.5125 12.5125 12.6 10.0002 | Close:f4 6.25 12.5125 0.75 12.5 1 | Volume:i8 80 88 100 100 101")]
    [InlineData("adjust('DIVIDEND')", "Open:f8 80 80.08 40.04 10.08 10.0002 | Close:f4 40 80.08 2.4 10 1 | Volume:i8 12 13 31 125 101")]
    [InlineData("adjust('cash')", "Open:f8 100 100.1 50.05 12.6 10.00016 | Close:f4 50 100.1 3 12.5 1 | Volume:i8 10 11 25 100 101")]
    public async Task Prices_are_divided_and_volumes_multiplied_by_all_later_changes(string call, string expected)
    {
        await using var host = new SqlHost();
        await WriteBars(host);
        await Announce(host, "X", Announcements);
        var due = $"Epoch:i8 {string.Join(' ', Enumerable.Range(0, 5).Select(day => FirstOfMarch + (day * Day)))} | {expected} | Trades:i4 1 2 3 4 5";

        Assert.Equal(due, ByFunction(host, call));
        Assert.Equal(due, await host.Run($"SELECT Epoch, {call} FROM `X/1D/OHLCV`"));
    }

    [Fact]
    public async Task Rows_of_a_symbol_without_changes_stay_as_they_are()
    {
        await using var host = new SqlHost();
        await WriteBars(host);
        await Announce(host, "Y", Announcements);

        Assert.Contains("Open:f8 100 100.1 50.05 12.6 10.00016 | ", ByFunction(host, "adjust()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_just_announced_counts()
    {
        await using var host = new SqlHost();
        await WriteBars(host);
        Assert.Contains("Volume:i8 10 11 25 100 101", ByFunction(host, "adjust()"), StringComparison.Ordinal);

        await Announce(host, "X", Announcements[0]);
        Assert.Contains("Volume:i8 20 22 25 100 101", ByFunction(host, "adjust()"), StringComparison.Ordinal);

        await Announce(host, "X", Announcements[1..]);
        Assert.Contains("Volume:i8 100 110 125 125 101", ByFunction(host, "adjust()"), StringComparison.Ordinal);
    }

    /// <summary>Two months of real bars with a 4-for-1 split among them, and what the reference makes of them.</summary>
    [Fact]
    public async Task The_reference_s_bars_are_adjusted_as_the_reference_does_it()
    {
        var directory = FindReference();
        var raw = ReadBars(Path.Combine(directory, "adjust-aapl-raw.csv"));
        var adjusted = ReadBars(Path.Combine(directory, "adjust-aapl-adjusted.csv"));
        // The times of the rows are those of the exchange; a slot of a day begins at its midnight, as the expected rows have it in UTC.
        var newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        await using var host = new SqlHost("America/New_York");
        await host.Write("X/1D/OHLCV", Columns(raw, [.. raw.Select(bar => new DateTimeOffset(bar.Time, newYork.GetUtcOffset(bar.Time)).ToUnixTimeSeconds())]));
        await Announce(host, "X", new Announcement(1_596_067_200, Id: 2_103_357, Split, New, Takes: 1_598_832_000, Rate: 4));
        var due = SqlHost.Describe(Rows.Of(Columns(adjusted, [.. adjusted.Select(bar => new DateTimeOffset(bar.Time, TimeSpan.Zero).ToUnixTimeSeconds())])));

        Assert.Equal(43, raw.Count);
        Assert.Equal(due, ByFunction(host, "adjust('split')"));
        Assert.Equal(due, await host.Run("SELECT Epoch, adjust('split') FROM `X/1D/OHLCV`"));
    }

    static string ByFunction(SqlHost host, string call)
    {
        using var result = host.Queries.Execute(new() { Destination = "X/1D/OHLCV", Functions = [call] });
        return SqlHost.Describe(result.Buckets[0].Rows);
    }

    static Task WriteBars(SqlHost host) => host.Write(
        "X/1D/OHLCV",
        Rows.Epoch([.. Enumerable.Range(0, 5).Select(day => FirstOfMarch + (day * Day))]),
        Rows.F8("Open", 100, 100.1, 50.05, 12.6, 10.00016),
        Rows.F4("Close", 50, 100.1f, 3, 12.5f, 1),
        Rows.I8("Volume", 10, 11, 25, 100, 101),
        Column.Of<int>("Trades", ElementType.Int32, [1, 2, 3, 4, 5]));

    static Task Announce(SqlHost host, string symbol, params Announcement[] rows) => host.Write(
        $"{symbol}/1D/ACTIONS",
        Rows.Epoch([.. rows.Select(row => row.Entered)]),
        Rows.I8("TextNumber", [.. rows.Select(row => row.Id)]),
        Rows.I8("UpdateTextNumber", [.. rows.Select(row => row.Status == Update ? row.Id : 0)]),
        Rows.I8("DeleteTextNumber", [.. rows.Select(row => row.Status == Deletion ? row.Id : 0)]),
        Column.Of<byte>("NotificationType", ElementType.UInt8, [.. rows.Select(row => row.Kind)]),
        Column.Of<byte>("Status", ElementType.UInt8, [.. rows.Select(row => row.Status)]),
        Rows.I8("ExpirationDate", [.. rows.Select(row => row.Takes)]),
        Rows.F8("Rate", [.. rows.Select(row => row.Rate)]),
        Rows.Nanoseconds(new int[rows.Length]));

    static Column[] Columns(List<Bar> bars, long[] epochs) =>
    [
        Rows.Epoch(epochs),
        .. new[] { "Open", "High", "Low", "Close" }.Select((name, position) => Rows.F8(name, [.. bars.Select(bar => bar.Prices[position])])),
        Rows.I8("Volume", [.. bars.Select(bar => bar.Volume)]),
    ];

    static List<Bar> ReadBars(string path) => [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(fields => new Bar(
        DateTime.ParseExact(fields[0], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), [.. fields[1..5].Select(field => double.Parse(field, CultureInfo.InvariantCulture))], long.Parse(fields[5], CultureInfo.InvariantCulture)))];

    /// <summary>The reference's own files may not be copied: they are read beside the checkout, and without them the test is skipped.</summary>
    static string FindReference()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.Parent is not null && !File.Exists(Path.Combine(root.FullName, "MarketStore.slnx")))
            root = root.Parent;
        var directory = Path.Combine(root.FullName, "..", "shared", "spec", "data", "cli");
        Assert.SkipUnless(File.Exists(Path.Combine(directory, "adjust-aapl-raw.csv")), "the reference's files are not beside the checkout, in ../shared/spec/data/cli");
        return directory;
    }

    /// <param name="Entered">When it was announced.</param>
    /// <param name="Takes">When it takes effect.</param>
    sealed record Announcement(long Entered, long Id, byte Kind, byte Status, long Takes, double Rate);

    sealed record Bar(DateTime Time, double[] Prices, long Volume);
}
