using System.Text;
using System.Text.Json;
using MarketStore.Cli.Results;
using MarketStore.Client;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Cli.Results;

public sealed class ResultFormatTests
{
    static readonly MarketTimeZone NewYork = MarketTimeZone.TryGet("America/New_York", out var zone) ? zone : throw new InvalidOperationException();

    // Midnights in New York, before and after the clocks went forward.
    static readonly long[] Days = [1583470800, 1583726400];

    [Fact]
    public void A_table_shows_days_on_the_servers_clocks_and_numbers_to_the_right() => Assert.Equal(
        """
        Epoch (America/New_York)   Close  Volume
        2020-03-06                1000.5      10
        2020-03-09                     1       2

        """, Write(ResultFormats.Table, NewYork, [Bars("A")]));

    [Fact]
    public void A_table_shows_times_as_fine_as_they_are()
    {
        Assert.Contains("\n2020-03-06 05:00", Write(ResultFormats.Table, MarketTimeZone.Utc, [Bars("A")]), StringComparison.Ordinal);
        Assert.Contains("\n2020-03-06 05:00:00.000000007  0.1", Write(ResultFormats.Table, MarketTimeZone.Utc, [Ticks()]), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_symbols_are_told_apart() => Assert.Equal(
        """
        Symbol,Epoch,Close,Volume
        A,2020-03-06T00:00:00-05:00,1000.5,10
        A,2020-03-09T00:00:00-04:00,1,2
        B,2020-03-06T00:00:00-05:00,1000.5,10
        B,2020-03-09T00:00:00-04:00,1,2

        """, Write(ResultFormats.Csv, NewYork, [Bars("A"), Bars("B")]));

    [Fact]
    public void The_symbol_is_shown_if_several_were_asked_for() =>
        Assert.StartsWith("Symbol,Epoch", Write(ResultFormats.Csv, NewYork, [Bars("A")], askedForSeveral: true), StringComparison.Ordinal);

    [Fact]
    public void Nanoseconds_of_ticks_are_part_of_the_time_and_texts_are_quoted_where_needed() => Assert.Equal(
        """
        Epoch,Px,Memo
        2020-03-06T05:00:00.000000007Z,0.1,"a,""b"

        """, Write(ResultFormats.Csv, MarketTimeZone.Utc, [Ticks()]));

    [Fact]
    public void JSON_is_an_array_of_objects_with_numbers_as_numbers()
    {
        var text = Write(ResultFormats.Json, MarketTimeZone.Utc, [Bars("A"), Bars("B")]);

        var rows = JsonDocument.Parse(text).RootElement;
        Assert.Equal(4, rows.GetArrayLength());
        Assert.Equal("""{"Symbol":"A","Epoch":"2020-03-06T05:00:00Z","Close":1000.5,"Volume":10}""", rows[0].GetRawText());
    }

    [Fact]
    public void JSON_has_null_for_numbers_that_it_does_not_have()
    {
        var rows = new ColumnSeries([Column.Of<long>("Epoch", ElementType.Int64, [0, 1, 2]), Column.Of<double>("X", ElementType.Float64, [double.NaN, double.NegativeInfinity, 1e300])], 3);

        var parsed = JsonDocument.Parse(Write(ResultFormats.Json, MarketTimeZone.Utc, [Bucket("A", rows)])).RootElement;

        Assert.Equal(["null", "null", "1E+300"], parsed.EnumerateArray().Select(row => row.GetProperty("X").GetRawText()));
    }

    [Fact]
    public void An_answer_without_rows_has_a_header_still()
    {
        var none = Bucket("A", Bars("A").Rows.Slice(0, 0));

        Assert.Equal("Epoch (UTC)  Close  Volume\n", Write(ResultFormats.Table, MarketTimeZone.Utc, [none]));
        Assert.Equal("Epoch,Close,Volume\n", Write(ResultFormats.Csv, MarketTimeZone.Utc, [none]));
        Assert.Empty(JsonDocument.Parse(Write(ResultFormats.Json, MarketTimeZone.Utc, [none])).RootElement.EnumerateArray());
    }

    [Fact]
    public void Text_of_a_server_cannot_steer_a_terminal()
    {
        var memo = new byte[64];
        Encoding.UTF32.GetBytes("\u001b[2J", memo);
        var rows = new ColumnSeries([Column.Of<long>("Epoch", ElementType.Int64, [0]), new("Memo", ElementType.String16, memo)], 1);

        var text = Write(ResultFormats.Table, MarketTimeZone.Utc, [Bucket("A", rows)]);

        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("\\u001b[2J", text, StringComparison.Ordinal);
    }

    static BucketRows Bars(string symbol) => Bucket(symbol, new(
        [Column.Of<long>("Epoch", ElementType.Int64, Days), Column.Of<float>("Close", ElementType.Float32, [1000.5f, 1]), Column.Of<long>("Volume", ElementType.Int64, [10, 2])],
        2));

    static BucketRows Ticks()
    {
        var memo = new byte[64];
        Encoding.UTF32.GetBytes("a,\"b", memo);
        return Bucket("A", new(
            [
                Column.Of<long>("Epoch", ElementType.Int64, Days.AsSpan(0, 1)),
                Column.Of<float>("Px", ElementType.Float32, [0.1f]),
                new("Memo", ElementType.String16, memo),
                Column.Of<int>("Nanoseconds", ElementType.Int32, [7]),
            ],
            1));
    }

    static BucketRows Bucket(string symbol, ColumnSeries rows) => new($"{symbol}/1D/X:Symbol/Timeframe/AttributeGroup", rows);

    static string Write(string format, MarketTimeZone zone, IReadOnlyList<BucketRows> buckets, bool askedForSeveral = false)
    {
        using var output = new StringWriter();
        ResultFormats.Get(format).Write(new(buckets, zone, askedForSeveral), output);
        return output.ToString();
    }
}
