using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Server.Streaming;
using MessagePack;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>The wire as old clients know it, and what is new.</summary>
public sealed class StreamProtocolTests : IAsyncLifetime
{
    StreamServer _server = null!;
    long _sequence;

    public async ValueTask InitializeAsync() => _server = await StreamServer.StartAsync(new StreamOptions { MaxPatterns = 10, MaxPatternLength = 60, MaxWildcardCharacters = 100, MaxMessageBytes = 4_096 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("81a773747265616d7391ac2a2f314d696e2f4f484c4356")]
    [InlineData("9191ac2a2f314d696e2f4f484c4356")]
    // Extra keys, extra items, bin for str.
    [InlineData("82a173c0a773747265616d7391ac2a2f314d696e2f4f484c4356")]
    [InlineData("9291ac2a2f314d696e2f4f484c4356c0")]
    [InlineData("81a773747265616d7391c40c2a2f314d696e2f4f484c4356")]
    public async Task A_subscription_is_confirmed_by_its_own_bytes(string hex)
    {
        foreach (var type in (WebSocketMessageType[])[WebSocketMessageType.Binary, WebSocketMessageType.Text])
        {
            using var client = await StreamClient.ConnectAsync(_server.Port);
            await client.SendAsync(Convert.FromHexString(hex), type);

            var (answerType, answer) = await client.ReceiveBytesAsync();
            Publish("A/1Min/OHLCV", 1);

            Assert.Equal((WebSocketMessageType.Binary, hex), (answerType, Convert.ToHexStringLower(answer)));
            Assert.Equal(Bars.Message("A/1Min/OHLCV", 1), await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task An_invalid_stream_is_refused_in_the_words_of_the_reference()
    {
        using var client = await StreamClient.ConnectAsync(_server.Port);
        await client.SendAsync(Convert.FromHexString("81a773747265616d7391a94141504c2f314d696e"));

        var (_, answer) = await client.ReceiveBytesAsync();

        Assert.Equal("81a56572726f72be4141504c2f314d696e20697320616e20696e76616c69642073747265616d", Convert.ToHexStringLower(answer));
    }

    [Fact]
    public async Task A_row_has_the_bytes_of_the_reference()
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "*/1Min/*");
        using var rows = new ColumnSeries(
            [Column.Of<float>("Px", ElementType.Float32, [1.5f]), Column.Of<int>("Sz", ElementType.Int32, [7]), Column.Of<long>("Epoch", ElementType.Int64, [1_577_923_200])], 1);

        _server.Hub.Publish(new("X", "1Min", "P"), rows, 1);

        var (type, message) = await client.ReceiveBytesAsync();
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Equal("82a36b6579a8582f314d696e2f50a46461746183a25078ca3fc00000a2537ad200000007a545706f6368d3000000005e0d3280", Convert.ToHexStringLower(message));
    }

    [Fact]
    public async Task The_recorded_session_goes_as_it_went()
    {
        using var session = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Server", "Streaming", "Samples", "session.json")));
        using var client = await StreamClient.ConnectAsync(_server.Port);
        foreach (var step in session.RootElement.GetProperty("steps").EnumerateArray())
        {
            var frame = step.GetProperty("frame").GetRawText();
            if (step.GetProperty("from").GetString() == "client")
            {
                await client.SendAsync(MessagePackSerializer.ConvertFromJson(frame));
                continue;
            }

            if (step.GetProperty("frame").TryGetProperty("data", out var data))
                _server.Hub.Publish(TimeBucketKey.Parse(step.GetProperty("frame").GetProperty("key").GetString()!), RowOf(data), ++_sequence);
            Assert.True(JsonElement.DeepEquals(step.GetProperty("frame"), JsonDocument.Parse(await client.ReceiveAsync()).RootElement), frame);
        }
    }

    [Fact]
    public async Task Every_type_has_its_code_and_its_value()
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "*/*/*");
        _server.Hub.Publish(Bars.Key("T"), EveryType(), 1);

        var (_, message) = await client.ReceiveBytesAsync();

        var hex = Convert.ToHexStringLower(message);
        Assert.StartsWith("82a36b6579a9542f314d696e2f5058a4646174618d", hex, StringComparison.Ordinal);
        foreach (var column in (string[])["a545706f6368d30000000000000001", "a26631ca3fc00000", "a26632cbbff8000000000000", "a26931cc80", "a27531ccff", "a26231cc01", "a26932d18000", "a27532cdffff", "a26934d280000000", "a27534ceffffffff", "a27538cfffffffffffffffff", "a3553136dc0010d200000041d20001f600d200000000", "ab4e616e6f7365636f6e6473d200000005"])
            Assert.Contains(column, hex, StringComparison.Ordinal);
        Assert.EndsWith("ab4e616e6f7365636f6e6473d200000005", hex, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_subscribes_in_json_is_answered_in_json()
    {
        const string Request = """{ "streams" : ["*/*/*"], "other": [1, {}] }""";
        using var client = await StreamClient.ConnectAsync(_server.Port);
        await client.SendTextAsync(Request);
        Assert.Equal((WebSocketMessageType.Text, Request), await TextAsync(client));

        _server.Hub.Publish(Bars.Key("T"), EveryType(), 1);

        var (type, text) = await TextAsync(client);
        Assert.Equal(WebSocketMessageType.Text, type);
        Assert.Equal("""{"key":"T/1Min/PX","data":{"Epoch":1,"f1":1.5,"f2":-1.5,"i1":-128,"u1":255,"b1":1,"i2":-32768,"u2":65535,"i4":-2147483648,"u4":4294967295,"u8":18446744073709551615,"U16":"A\uD83D\uDE00","Nanoseconds":5}}""", text);
    }

    [Fact]
    public async Task What_json_has_no_number_for_is_null()
    {
        using var client = await StreamClient.ConnectAsync(_server.Port);
        await client.SendTextAsync("""{"streams":["*/*/*"]}""");
        await client.ReceiveAsync();
        using var rows = new ColumnSeries([Column.Of<float>("A", ElementType.Float32, [float.NaN]), Column.Of<double>("B", ElementType.Float64, [double.NegativeInfinity]), Column.Of<double>("C", ElementType.Float64, [0.1])], 1);

        _server.Hub.Publish(Bars.Key("\"q\""), rows, 1);

        Assert.Equal("""{"key":"\"q\"/1Min/PX","data":{"A":null,"B":null,"C":0.1}}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_new_subscription_replaces_the_set_and_a_refused_or_empty_one_keeps_it()
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "A/1Min/PX", "B/1Min/PX");
        await client.SubscribeAsync("""{"streams":["C/1Min/PX"]}""");
        Publish("A/1Min/PX", 1);
        Publish("C/1Min/PX", 2);
        Assert.Equal(Bars.Message("C/1Min/PX", 2), await client.ReceiveAsync());

        await client.SendAsync(MessagePackSerializer.ConvertFromJson("""{"streams":["A/1Min/PX","bad"]}"""));
        Assert.Equal("""{"error":"bad is an invalid stream"}""", await client.ReceiveAsync());
        await client.SubscribeAsync("""{"streams":[]}""");
        await client.SubscribeAsync("""{"other":5}""");
        await client.SubscribeAsync("""null""");
        Publish("A/1Min/PX", 3);
        Publish("C/1Min/PX", 4);

        Assert.Equal(Bars.Message("C/1Min/PX", 4), await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_row_comes_once_however_many_patterns_match_and_a_broken_one_matches_nothing()
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "*/1Min/*", "A/*/*", "A/1Min/PX", "[A/1Min/PX");
        using var broken = await StreamClient.SubscribeAsync(_server.Port, "[A/1Min/PX", "B/1Min/PX");

        Publish("A/1Min/PX", 1);
        Publish("B/1Min/PX", 2);

        Assert.Equal(Bars.Message("A/1Min/PX", 1), await client.ReceiveAsync());
        Assert.Equal(Bars.Message("B/1Min/PX", 2), await client.ReceiveAsync());
        Assert.Equal(Bars.Message("B/1Min/PX", 2), await broken.ReceiveAsync());
    }

    [Fact]
    public async Task All_rows_of_a_batch_come_in_order()
    {
        using var packed = await StreamClient.SubscribeAsync(_server.Port, "*/*/*");
        using var json = await StreamClient.ConnectAsync(_server.Port);
        await json.SendTextAsync("""{"streams":["*/*/*"]}""");
        await json.ReceiveAsync();

        _server.Hub.Publish(Bars.Key("A"), Bars.Numbers(1, 5_000), 1);

        for (var number = 1; number <= 5_000; number++)
        {
            Assert.Equal(Bars.Message("A/1Min/PX", number), await packed.ReceiveAsync());
            Assert.Equal(Bars.Message("A/1Min/PX", number), await json.ReceiveAsync());
        }
    }

    [Theory]
    [InlineData("c1")]
    [InlineData("05")]
    [InlineData("81a773747265616d73a141")]
    [InlineData("81a773747265616d739105")]
    [InlineData("81a773747265616d73ddffffffff")]
    [InlineData("dfffffffff")]
    [InlineData("82a773747265616d7391a1")]
    [InlineData("")]
    public async Task Bytes_that_are_no_subscription_are_answered_with_an_error_and_change_nothing(string hex)
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "A/1Min/PX");
        await client.SendAsync(Convert.FromHexString(hex));

        Assert.StartsWith("""{"error":""", await client.ReceiveAsync(), StringComparison.Ordinal);
        Publish("A/1Min/PX", 1);
        Assert.Equal(Bars.Message("A/1Min/PX", 1), await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("""{"streams":["a/b/c" """)]
    [InlineData("""{"streams":"a/b/c"}""")]
    [InlineData("""{"streams":["a/b/c"],"slow":"never"}""")]
    [InlineData("""{"streams":["a/b/c"],"from":1.5}""")]
    [InlineData("""{"streams":["a/b/c"],"from":1}""")]
    [InlineData("""{"streams":["x"]}""")]
    [InlineData("")]
    public async Task Text_that_is_no_subscription_is_answered_with_an_error_in_json(string text)
    {
        using var client = await StreamClient.ConnectAsync(_server.Port);
        await client.SendTextAsync(text);

        var (type, answer) = await TextAsync(client);

        Assert.Equal(WebSocketMessageType.Text, type);
        Assert.True(JsonDocument.Parse(answer).RootElement.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("""{"streams":["a/b/c1","a/b/c2","a/b/c3","a/b/c4","a/b/c5","a/b/c6","a/b/c7","a/b/c8","a/b/c9","a/b/c10","a/b/c11"]}""", "a subscription has at most 10 streams, not 11")]
    [InlineData("""{"streams":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b/c"]}""", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa... is longer than 60 characters")]
    [InlineData("""{"streams":["****************************************************/b/c","****************************************************/b/d"]}""", "the streams with wildcards have more than 100 characters in all")]
    public async Task Too_much_of_patterns_is_refused_in_words(string request, string error)
    {
        using var client = await StreamClient.ConnectAsync(_server.Port);
        await client.SendTextAsync(request);
        Assert.Equal($$"""{"error":"{{error}}"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Counters_tell_what_was_published_and_sent()
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "A/1Min/PX");
        Publish("A/1Min/PX", 1, count: 3);
        Publish("B/1Min/PX", 1, count: 4);
        for (var row = 0; row < 3; row++)
            await client.ReceiveAsync();

        Assert.Equal((2, 7, 1), (await _server.MetricAsync("stream_published_batches_total"), await _server.MetricAsync("stream_published_rows_total"), await _server.MetricAsync("ws_connections")));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure);
        Assert.Equal((4, 0, 0), (await _server.MetricAsync("stream_frames_sent_total"), await _server.MetricAsync("stream_frames_dropped_total"), await _server.MetricAsync("stream_queued_bytes")));
    }

    [Fact]
    public async Task Rows_that_cannot_be_encoded_harm_nobody()
    {
        using var client = await StreamClient.SubscribeAsync(_server.Port, "*/*/*");
        _server.Hub.Publish(Bars.Key("A"), null!, 1);
        Publish("A/1Min/PX", 2);
        Assert.Equal(Bars.Message("A/1Min/PX", 2), await client.ReceiveAsync());
    }

    void Publish(string key, long number, int count = 1) => _server.Hub.Publish(TimeBucketKey.Parse(key), Bars.Numbers(number, count), ++_sequence);

    static async Task<(WebSocketMessageType Type, string Text)> TextAsync(StreamClient client)
    {
        var (type, message) = await client.ReceiveBytesAsync();
        return (type, Encoding.UTF8.GetString(message));
    }

    static ColumnSeries RowOf(JsonElement data) => new(
        data.EnumerateObject().Select(column => column.Name is "Epoch" or "Volume"
            ? Column.Of<long>(column.Name, ElementType.Int64, [column.Value.GetInt64()])
            : Column.Of<double>(column.Name, ElementType.Float64, [column.Value.GetDouble()])),
        1);

    static ColumnSeries EveryType() => new(
        [
            Column.Of<long>("Epoch", ElementType.Int64, [1]), Column.Of<float>("f1", ElementType.Float32, [1.5f]), Column.Of<double>("f2", ElementType.Float64, [-1.5]),
            Column.Of<sbyte>("i1", ElementType.Byte, [-128]), Column.Of<byte>("u1", ElementType.UInt8, [255]), Column.Of<byte>("b1", ElementType.Bool, [1]),
            Column.Of<short>("i2", ElementType.Int16, [short.MinValue]), Column.Of<ushort>("u2", ElementType.UInt16, [ushort.MaxValue]), Column.Of<int>("i4", ElementType.Int32, [int.MinValue]),
            Column.Of<uint>("u4", ElementType.UInt32, [uint.MaxValue]), Column.Of<ulong>("u8", ElementType.UInt64, [ulong.MaxValue]), Column.OfTexts("U16", ["A😀"]),
            Column.Of<int>("Nanoseconds", ElementType.Int32, [5]),
        ],
        1);
}
