using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Query;

public class PlainReadTests
{
    // 2020-01-02T00:00:00Z.
    const long Start = 1_577_923_200;

    [Fact]
    public async Task Rows_come_back_under_the_long_key_with_the_stored_columns()
    {
        await using var host = await WithBars();

        using var result = host.Engine.Execute(new() { Destination = "A/1Min/OHLCV" });

        Assert.Equal("A/1Min/OHLCV:Symbol/Timeframe/AttributeGroup", Assert.Single(result.Buckets).Key);
        Assert.Equal(["Epoch", "Open", "High", "Low", "Close", "Volume"], result.Shapes.Select(shape => shape.Name));
        Assert.Equal(3, result.RowCount);
    }

    [Theory]
    [InlineData("Close", "Epoch:i8 1577923200 1577923260 1577923380 | Close:f4 1 2 3")]
    [InlineData("Volume,Close", "Epoch:i8 1577923200 1577923260 1577923380 | Volume:i8 1 1 1 | Close:f4 1 2 3")]
    [InlineData("Epoch,Volume", "Epoch:i8 1577923200 1577923260 1577923380 | Epoch:i8 1577923200 1577923260 1577923380 | Volume:i8 1 1 1")]
    [InlineData("Close,Close", "Epoch:i8 1577923200 1577923260 1577923380 | Close:f4 1 2 3 | Close:f4 1 2 3")]
    [InlineData("close", "Epoch:i8 1577923200 1577923260 1577923380")]
    public async Task Columns_come_in_the_order_asked_for_and_as_often(string columns, string expected)
    {
        await using var host = await WithBars();

        Assert.Equal($"A/1Min/OHLCV = {expected}", host.Read("A/1Min/OHLCV", columns.Split(',')));
    }

    [Theory]
    [InlineData("", "Bid:f4 1 2 | Nanoseconds:i4 5 0")]
    [InlineData("Bid", "Bid:f4 1 2 | Nanoseconds:i4 5 0")]
    [InlineData("Nanoseconds", "Nanoseconds:i4 5 0 | Nanoseconds:i4 5 0")]
    [InlineData("Nanoseconds,Bid", "Nanoseconds:i4 5 0 | Bid:f4 1 2 | Nanoseconds:i4 5 0")]
    public async Task Ticks_end_with_Nanoseconds_even_when_it_was_asked_for(string columns, string expected)
    {
        await using var host = new QueryHost();
        await host.Write("T/1Sec/TICK", Rows.Epoch(Start, Start + 1), Rows.F4("Bid", 1, 2), Rows.Nanoseconds(5, 0));

        Assert.Equal($"T/1Sec/TICK = Epoch:i8 1577923200 1577923201 | {expected}", host.Read("T/1Sec/TICK", columns.Split(',', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData(1, false, "1577923380")]
    [InlineData(2, false, "1577923260 1577923380")]
    [InlineData(2, true, "1577923200 1577923260")]
    [InlineData(9, true, "1577923200 1577923260 1577923380")]
    [InlineData(long.MaxValue, false, "1577923200 1577923260 1577923380")]
    public async Task A_limit_counts_from_the_end_asked_for(long limit, bool fromStart, string epochs)
    {
        await using var host = await WithBars();

        Assert.Equal($"A/1Min/OHLCV = Epoch:i8 {epochs}", host.Answer(new() { Destination = "A/1Min/OHLCV", Columns = ["x"], LimitRecordCount = limit, LimitFromStart = fromStart }));
    }

    [Theory]
    [InlineData(Start + 61, Start + 62, "1577923260")]
    [InlineData(Start, Start, "1577923200")]
    [InlineData(Start + 59, Start + 10, "")]
    [InlineData(Start + 1_000, long.MaxValue, "")]
    public async Task The_range_is_inclusive_widened_to_slots_and_empty_when_reversed(long start, long end, string epochs)
    {
        await using var host = await WithBars();

        Assert.Equal($"A/1Min/OHLCV = Epoch:i8 {epochs}".TrimEnd(), host.Answer(new() { Destination = "A/1Min/OHLCV", Columns = ["x"], Range = QueryHost.Seconds(start, end) }));
    }

    [Fact]
    public async Task A_bucket_without_rows_in_range_keeps_all_its_columns()
    {
        await using var host = await WithBars();

        Assert.Equal(
            "A/1Min/OHLCV = Epoch:i8 | Open:f4 | High:f4 | Low:f4 | Close:f4 | Volume:i8",
            host.Answer(new() { Destination = "A/1Min/OHLCV", Range = QueryHost.Seconds(Start + 5_000, Start + 4_000) }));
    }

    [Theory]
    [InlineData("A,B/1Min/OHLCV", "A/1Min/OHLCV,B/1Min/OHLCV")]
    [InlineData("B,A/1Min/OHLCV", "B/1Min/OHLCV,A/1Min/OHLCV")]
    [InlineData("A,NONE,A,,../1Min/OHLCV/", "A/1Min/OHLCV")]
    [InlineData("*/1Min/OHLCV", "A/1Min/OHLCV,B/1Min/OHLCV")]
    [InlineData("A,*/1Min/OHLCV", "A/1Min/OHLCV")]
    [InlineData("A/1Min/OHLCV,OTHER", "A/1Min/OHLCV,A/1Min/OTHER")]
    [InlineData("A/1Min/OHLCV:Symbol/Timeframe/AttributeGroup", "A/1Min/OHLCV")]
    [InlineData("OHLCV/B/1Min:AttributeGroup/Symbol/Timeframe", "B/1Min/OHLCV")]
    public async Task Lists_of_symbols_and_groups_unite_and_what_is_missing_is_left_out(string destination, string keys)
    {
        await using var host = await WithBars();
        await host.WriteBars("B/1Min/OHLCV", [Start], 1);
        await host.WriteBars("A/1Min/OTHER", [Start], 1);

        Assert.Equal(keys.Split(',').Select(key => $"{key} = Epoch:i8"), host.Answer(new() { Destination = destination, Columns = ["x"], Range = QueryHost.Seconds(0, 1) }).Split('\n'));
    }

    [Fact]
    public async Task The_category_list_may_come_apart_from_the_destination()
    {
        await using var host = await WithBars();

        Assert.StartsWith("A/1Min/OHLCV = ", host.Answer(new() { Destination = "1Min/OHLCV/A", KeyCategory = "Timeframe/AttributeGroup/Symbol" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("A/1Min")]
    [InlineData("/1Min/OHLCV")]
    [InlineData("A//OHLCV")]
    [InlineData("A/1Min/OHLCV/2020")]
    [InlineData("A/1Min/OHLCV:Symbol/Timeframe")]
    [InlineData("A/1Min/OHLCV:Symbol/Symbol/Timeframe")]
    public async Task A_destination_that_lacks_a_part_is_refused(string destination)
    {
        await using var host = await WithBars();

        var error = Assert.Throws<MarketStoreException>(() => host.Read(destination));
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        Assert.StartsWith("destinations must have a Symbol, Timeframe and AttributeGroup, have: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4H")]
    [InlineData("10Min")]
    [InlineData("1T")]
    [InlineData("1S")]
    [InlineData("1D-index")]
    public async Task A_bucket_of_exactly_the_text_is_read_however_odd_the_text(string timeframe)
    {
        await using var host = await WithBars();
        await host.Write($"A/{timeframe}/OHLCV", Rows.Epoch(Start), Rows.F4("Mine", 7));

        Assert.Equal($"A/{timeframe}/OHLCV = Epoch:i8 1577923200 | Mine:f4 7", host.Read($"A/{timeframe}/OHLCV"));
    }

    [Theory]
    [InlineData("A/1T/OHLCV", "timeframe not found in TimeBucketKey=A/1T/OHLCV:Symbol/Timeframe/AttributeGroup: timeframe not found in \"1T\"")]
    [InlineData("A/0Min/OHLCV", "timeframe not found in TimeBucketKey=A/0Min/OHLCV:Symbol/Timeframe/AttributeGroup: timeframe not found in \"0Min\"")]
    public async Task A_text_that_is_no_timeframe_and_no_bucket_is_an_error(string destination, string message)
    {
        await using var host = await WithBars();

        Assert.Equal(message, Assert.Throws<MarketStoreException>(() => host.Read(destination)).Message);
    }

    [Theory]
    [InlineData("UTC", "1970-01-01 00:00:00 +0000 UTC,292277026596-12-04 15:30:07 +0000 UTC")]
    [InlineData("America/New_York", "1969-12-31 19:00:00 -0500 EST,292277026596-12-04 10:30:07 -0500 EST")]
    [InlineData("Asia/Kolkata", "1970-01-01 05:30:00 +0530 IST,292277026596-12-04 21:00:07 +0530 IST")]
    public async Task When_nothing_is_found_the_error_tells_what_was_looked_for(string zone, string times)
    {
        await using var host = new QueryHost(zone);

        var error = Assert.Throws<MarketStoreException>(() => host.Answer(new() { Destination = "NONE/1Min/OHLCV", LimitRecordCount = 3 }));

        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.Equal($"no results returned from query: Target: NONE/1Min/OHLCV:Symbol/Timeframe/AttributeGroup, start, end: {times} limitRecordCount: 3: no files returned from query parse", error.Message);
    }

    [Fact]
    public async Task Times_in_errors_show_fractions_and_summer_time()
    {
        await using var host = new QueryHost("America/New_York");

        var error = Assert.Throws<MarketStoreException>(() => host.Answer(new() { Destination = "N/1D/X", Range = new(new(1_593_610_200, 500_000_000), new(-62_135_596_801, 0)) }));

        Assert.Contains("start, end: 2020-07-01 09:30:00.5 -0400 EDT,0000-12-31 19:03:57 -0456 LMT limit", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B", "Close", ElementType.Float64)]
    [InlineData("B", "Other", ElementType.Float32)]
    public async Task Buckets_that_differ_in_names_or_types_of_columns_do_not_go_into_one_answer(string symbol, string column, ElementType type)
    {
        await using var host = new QueryHost();
        await host.Create("A/1Min/G", RecordType.Fixed, new DataShape("Close", ElementType.Float32));
        await host.Create($"{symbol}/1Min/G", RecordType.Fixed, new DataShape(column, type));

        var error = Assert.Throws<MarketStoreException>(() => host.Read("A,B/1Min/G"));

        Assert.Equal(
            "symbols in a query must have the same data type or be filtered by common columns. "
            + "symbols=[{A/1Min/G:Symbol/Timeframe/AttributeGroup} {B/1Min/G:Symbol/Timeframe/AttributeGroup}]",
            error.Message);
    }

    [Fact]
    public async Task Buckets_with_a_common_column_go_together_when_it_alone_is_asked_for()
    {
        await using var host = await WithBars();
        await host.Write("D/1Min/OHLCV", Rows.Epoch(Start), Rows.F4("Close", 9), Rows.F4("Open", 8));

        Assert.Equal(
            "D/1Min/OHLCV = Epoch:i8 1577923200 | Close:f4 9\nA/1Min/OHLCV = Epoch:i8 1577923380 | Close:f4 3",
            host.Answer(new() { Destination = "D,A/1Min/OHLCV", Columns = ["Close"], LimitRecordCount = 1 }));
    }

    [Fact]
    public async Task Senseless_requests_are_refused()
    {
        await using var host = await WithBars();

        Assert.Equal(ErrorKind.InvalidRequest, Refused(host, new() { Destination = "A/1Min/OHLCV", LimitRecordCount = -1 }));
        Assert.Equal(ErrorKind.LimitExceeded, Refused(host, new() { Destination = "A/1Min/OHLCV", Columns = [.. Enumerable.Repeat("Close", 5_000)] }));
        Assert.Equal(ErrorKind.LimitExceeded, Refused(host, new() { Destination = $"{string.Join(',', Enumerable.Range(0, 1_001))}/1Min/{string.Join(',', Enumerable.Range(0, 1_000))}" }));
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_an_error()
    {
        await using var host = await WithBars();
        var engine = new QueryEngine(host.Database, Rows.Clock) { MaxResultBytes = 95 };

        using (var fits = engine.Execute(new() { Destination = "A/1Min/OHLCV", LimitRecordCount = 3, Columns = ["Close"] }))
            Assert.Equal(3, fits.RowCount);
        Assert.Equal(ErrorKind.LimitExceeded, Assert.Throws<MarketStoreException>(() => engine.Execute(new() { Destination = "A/1Min/OHLCV" })).Kind);
    }

    [Fact]
    public async Task A_cancelled_query_stops()
    {
        await using var host = await WithBars();

        Assert.ThrowsAny<OperationCanceledException>(() => host.Engine.Execute(new() { Destination = "A/1Min/OHLCV" }, new CancellationToken(canceled: true)));
    }

    static ErrorKind Refused(QueryHost host, QueryRequest request) => Assert.Throws<MarketStoreException>(() => host.Answer(request)).Kind;

    static async Task<QueryHost> WithBars()
    {
        var host = new QueryHost();
        await host.WriteBars("A/1Min/OHLCV", [Start, Start + 60, Start + 180], 1, 2, 3);
        return host;
    }
}
