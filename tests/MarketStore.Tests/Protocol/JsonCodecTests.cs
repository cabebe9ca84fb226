using System.Text;
using MarketStore.Core.Series;
using MarketStore.Protocol.Json;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;
using Xunit;
using static MarketStore.Tests.Protocol.Rows;

namespace MarketStore.Tests.Protocol;

public class JsonCodecTests
{
    static readonly JsonCodec Codec = new();

    [Fact]
    public void The_recorded_query_has_the_recorded_answer()
    {
        var request = Codec.ReadRequest(Utf8(
            """{"jsonrpc":"2.0","id":1,"method":"DataService.Query","params":{"requests":[{"Destination":"AAPL/1Min/OHLCV","LimitRecordCount":1,"Columns":["Close"]}]}}"""));
        var query = Assert.Single(Codec.ReadQueries(request.Parameters));
        Assert.Equal(("AAPL/1Min/OHLCV", 1L, "Close"), (query.Destination, query.LimitRecordCount, query.Columns.Single()));

        var answer = Encode(Response(Dataset("AAPL/1Min/OHLCV", I8("Epoch", 1577923260), F4("Close", 2.25f))), request.Id);

        Assert.Equal(
            """
            {"jsonrpc":"2.0","result":{"Responses":[{"Result":{"ColumnTypes":["i8","f4"],"ColumnNames":["Epoch","Close"],"ColumnData":["vDINXgAAAAA=","AAAQQA=="],
            "Length":1,"StartIndex":{"AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup":0},"Lengths":{"AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup":1}}}],
            "Version":"dev","Timezone":"UTC"},"id":1}
            """.ReplaceLineEndings("") + "\n",
            answer);
    }

    [Theory]
    [InlineData("""{"Requests":[{"Destination":"A/1Min/P","EpochStart":1,"EpochEndNanos":2,"LimitRecordCount":3,"IsSQLStatement":true,"SQLStatement":"x"}]}""")]
    [InlineData("""{"requests":[{"destination":"A/1Min/P","epoch_start":1,"epoch_end_nanos":2,"limit_record_count":3,"is_sqlstatement":true,"sql_statement":"x"}]}""")]
    [InlineData("""{"REQUESTS":[{"DESTINATION":"A/1Min/P","epochstart":1,"epochEndNanos":2,"limitRecordCount":3,"is_sql_statement":true,"sqlStatement":"x"}]}""")]
    [InlineData("""[{"requests":[{"destination":"A/1Min/P","epoch_start":1,"epoch_end_nanos":2,"limit_record_count":3,"is_sqlstatement":true,"sql_statement":"x"}]}]""")]
    public void Requests_may_use_either_spelling_in_any_case(string parameters)
    {
        var query = Assert.Single(Codec.ReadQueries(Utf8(parameters)));

        Assert.Equal(
            ("A/1Min/P", 1L, 2L, 3L, true, "x"),
            (query.Destination, query.EpochStart!.Value, query.EpochEndNanos!.Value, query.LimitRecordCount, query.IsSqlStatement, query.SqlStatement));
    }

    [Theory]
    [InlineData("""{"Requests":[{"Data":{"ColumnTypes":["i8"],"ColumnNames":["Epoch"],"ColumnData":["AQAAAAAAAAA="],"Length":1,"StartIndex":{"A/1Min/P":0},"Lengths":{"A/1Min/P":1}},"IsVariableLength":true}]}""")]
    [InlineData("""{"requests":[{"dataset":{"types":["i8"],"names":["Epoch"],"data":["AQAAAAAAAAA="],"length":1,"startindex":{"A/1Min/P":0},"lengths":{"A/1Min/P":1}},"is_variable_length":true}]}""")]
    public void A_write_has_base64_columns(string parameters)
    {
        var write = Assert.Single(Codec.ReadWrites(Utf8(parameters)));

        Assert.True(write.IsVariableLength);
        Assert.Equal("0100000000000000", Convert.ToHexString(write.Dataset!.Data.Single().Span));
        Assert.Equal(1, write.Dataset.Lengths["A/1Min/P"]);
    }

    [Theory]
    [InlineData("A*")]
    [InlineData("""A\udc00QAAAIAAAA=""")]
    [InlineData("""\ud800""")]
    public void A_column_that_is_no_base64_is_refused(string column) =>
        Assert.StartsWith("json: ", Assert.Throws<RpcFormatException>(() => Codec.ReadWrites(Utf8($$$"""{"requests":[{"dataset":{"data":["{{{column}}}"]}}]}"""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Base64_runs_on_over_bucket_ends()
    {
        var buckets = Enumerable.Range(0, 5).Select(bucket => ($"S{bucket}/1Min/P", Series(U1("Side", [.. Enumerable.Range(0, 70_001 + bucket).Select(row => (byte)(row * 7))])))).ToArray();
        var expected = Convert.ToBase64String([.. buckets.SelectMany(bucket => bucket.Item2.Columns[0].Data.ToArray())]);

        Assert.Contains($"\"ColumnData\":[\"{expected}\"]", Encode(Response(Dataset(buckets)), Utf8("1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_escaped_as_go_does()
    {
        var answer = Encode(new ListSymbolsResponse(["a<b>&\"\\/+'é\u0001\n\u2028😀"]), Utf8("\"x\""));

        Assert.Equal("{\"jsonrpc\":\"2.0\",\"result\":{\"Results\":[\"a\\u003cb\\u003e\\u0026\\\"\\\\/+'é\\u0001\\n\\u2028😀\"]},\"id\":\"x\"}\n", answer);
    }

    [Fact]
    public void Nil_lists_are_null_and_an_empty_symbol_list_is_not()
    {
        Assert.Equal("""{"jsonrpc":"2.0","result":{"Responses":null},"id":1}""" + "\n", Encode(new MultiServerResponse([]), Utf8("1")));
        Assert.Equal("""{"jsonrpc":"2.0","result":{"Results":[]},"id":1}""" + "\n", Encode(new ListSymbolsResponse([]), Utf8("1")));
    }

    [Fact]
    public void An_error_echoes_what_was_received()
    {
        using var body = new ReplyBody();
        Codec.WriteError(body, new RpcError(-32600, "no", Utf8("""{"a":1.50}""")), Utf8("1.5"));

        Assert.Equal("""{"jsonrpc":"2.0","error":{"code":-32600,"message":"no","data":{"a":1.50}},"id":1.5}""" + "\n", Encoding.UTF8.GetString(body.ToArray()));
    }

    [Theory]
    [InlineData("""{"requests":{}}""")]
    [InlineData("""{"requests":[{"destination":1}]}""")]
    [InlineData("""{"requests":[{"limit_record_count":1.5}]}""")]
    [InlineData("""{"requests":[{"limit_record_count":"1"}]}""")]
    [InlineData("""{"requests":[{"limit_record_count":9223372036854775808}]}""")]
    [InlineData("""{"requests":[{"limit_from_start":1}]}""")]
    [InlineData("""{"requests":[{"destination":"\ud800"}]}""")]
    [InlineData("\"text\"")]
    public void A_value_of_another_type_is_refused(string parameters) => Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(Utf8(parameters)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[{\"jsonrpc\":\"2.0\"}]")]
    [InlineData("nonsense")]
    public void A_body_that_is_no_call_cannot_be_answered(string body)
    {
        var request = Codec.ReadRequest(Utf8(body));

        Assert.NotNull(request.Fault);
        Assert.True(request.IsNotification);
    }

    static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    static string Encode(RpcResult result, ReadOnlyMemory<byte> id)
    {
        using var body = new ReplyBody();
        Codec.WriteResult(body, result, id);
        Assert.Equal(body.Length, body.ToArray().Length);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
