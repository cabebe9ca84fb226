using System.IO.Pipelines;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using Xunit;
using static MarketStore.Tests.Protocol.Rows;

namespace MarketStore.Tests.Protocol;

public class MessagePackReplyTests
{
    const long January2 = 1577923200;

    static readonly MessagePackCodec Codec = new();
    static readonly ServerResponse Success = new("", "dev");

    static IReadOnlyDictionary<string, Func<RpcResult>> Results { get; } = new Dictionary<string, Func<RpcResult>>
    {
        ["Create"] = () => new MultiServerResponse([Success]),
        ["Write"] = () => new MultiServerResponse([]),
        ["WriteTicks"] = () => new MultiServerResponse([]),
        ["WriteSchemaMismatch"] = () => new MultiServerResponse([new(
            "unable to match data columns ([{Epoch INT64} {Close FLOAT32}]) to bucket columns "
            + "([{Epoch INT64} {Open FLOAT32} {High FLOAT32} {Low FLOAT32} {Close FLOAT32} {Volume INT32}])",
            "dev")]),
        ["Destroy"] = () => new MultiServerResponse([Success, new("removal of catalog entry failed: Unable to find level item: BTC in directory", "dev")]),
        ["QueryLastRow"] = () => Response(Dataset("AAPL/1Min/OHLCV", I8("Epoch", January2 + 60), F4("Close", 2.25f))),
        ["QueryAggregated"] = () => Response(Dataset(
            "AAPL/5Min/OHLCV", I8("Epoch", January2), F4("Open", 1), F4("High", 2.5f), F4("Low", 0.5f), F4("Close", 2.25f), I4("Volume", 30))),
        ["QueryNoRowInRange"] = () => Response(Dataset("AAPL/1Min/OHLCV", I8("Epoch"), F4("Close"))),
        ["QueryNilResult"] = () => Response((Dataset?)null),
        ["QueryNanosecondBound"] = () => Response(Dataset("BTC/1Sec/TICK", I8("Epoch", January2), F4("Bid", 2), I4("Nanoseconds", 500_000_000))),
        ["ListSymbols"] = () => new ListSymbolsResponse(["AAPL/1Min/OHLCV", "BTC/1Sec/TICK"]),
        ["GetInfo"] = () => new MultiBucketInfoResponse([new(Success)
        {
            LatestYear = 2020,
            TimeframeNanoseconds = 1_000_000_000,
            Shapes = [new("Epoch", ElementType.Int64), new("Bid", ElementType.Float32)],
            RecordType = RecordType.Variable,
        }]),
    };

    public static TheoryData<string> ResultNames => [.. Results.Keys];

    [Theory, MemberData(nameof(ResultNames))]
    public void A_result_has_the_bytes_of_the_reference(string name)
    {
        var example = WireExamples.Get(name);
        var request = Codec.ReadRequest(example.Request);

        Assert.Equal(Convert.ToHexString(example.Answer), Convert.ToHexString(Encode(Results[name](), request.Id)));
    }

    [Theory]
    [InlineData(
        "QueryNothingFound",
        RpcErrorCodes.ServerError,
        "no results returned from query: Target: NONE/1Min/OHLCV:Symbol/Timeframe/AttributeGroup, start, end: 1970-01-01 00:00:00 +0000 UTC,292277026596-12-04 15:30:07 +0000 UTC limitRecordCount: 0")]
    [InlineData("UnknownMethod", RpcErrorCodes.ServerError, "rpc: can't find method \"DataService.ServerVersion\"")]
    public void An_error_has_the_bytes_of_the_reference(string name, int code, string message)
    {
        var example = WireExamples.Get(name);
        var request = Codec.ReadRequest(example.Request);

        Assert.Equal(Convert.ToHexString(example.Answer), Convert.ToHexString(Encode(new RpcError(code, message), request.Id)));
    }

    [Fact]
    public void A_wrong_version_is_answered_with_the_whole_request()
    {
        var example = WireExamples.Get("WrongVersion");
        var request = Codec.ReadRequest(example.Request);
        var error = new RpcError(RpcErrorCodes.InvalidRequest, "jsonrpc must be 2.0") { EchoedRequest = request };

        Assert.Equal(Convert.ToHexString(example.Answer), Convert.ToHexString(Encode(error, request.Id)));
    }

    [Fact]
    public void Parameters_of_a_wrong_type_are_answered_with_the_parameters()
    {
        var example = WireExamples.Get("WrongType");
        var request = Codec.ReadRequest(example.Request);
        var refusal = Assert.Throws<RpcFormatException>(() => Codec.ReadQueries(request.Parameters));
        var error = new RpcError(RpcErrorCodes.InvalidRequest, refusal.Message, request.Parameters);

        Assert.Equal(Convert.ToHexString(example.Answer), Convert.ToHexString(Encode(error, request.Id)));
    }

    [Theory]
    [InlineData("01", "D001")] // small integers become int8
    [InlineData("7F", "D07F")]
    [InlineData("E0", "D0E0")]
    [InlineData("CC01", "CC01")] // others keep their width
    [InlineData("CD0001", "CD0001")]
    [InlineData("CE00000001", "CE00000001")]
    [InlineData("CF0000000000000001", "CF0000000000000001")]
    [InlineData("D1FFFF", "D1FFFF")]
    [InlineData("D2FFFFFFFF", "D2FFFFFFFF")]
    [InlineData("D3FFFFFFFFFFFFFFFF", "D3FFFFFFFFFFFFFFFF")]
    [InlineData("CB3FF8000000000000", "CB3FF8000000000000")]
    [InlineData("CA3FC00000", "CA3FC00000")]
    [InlineData("C3", "C3")]
    [InlineData("A131", "A131")]
    [InlineData("D90131", "A131")] // text takes its shortest form
    [InlineData("C40131", "C40131")] // bytes stay bytes
    [InlineData("9201A131", "92D001A131")]
    [InlineData("81A16101", "81A161D001")]
    public void An_id_comes_back_as_the_reference_writes_it(string sent, string returned)
    {
        var answer = Encode(new MultiServerResponse([]), Convert.FromHexString(sent));

        Assert.EndsWith("A26964" + returned, Convert.ToHexString(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_of_one_result_are_joined_column_by_column()
    {
        var two = Dataset(("A/1Min/P", Series(I8("Epoch", 1, 2), U1("Side", 7, 8))), ("B/1Min/P", Series(I8("Epoch", 3), U1("Side", 9))));
        var decoded = WireAnswer.ReadDataset(Encode(Response(two), new byte[] { 1 }));

        Assert.Equal(new byte[] { 7, 8, 9 }, decoded.Data[1].ToArray());
        Assert.Equal(3, decoded.Length);
        Assert.Equal(2, decoded.StartIndex["B/1Min/P" + Suffix]);
        Assert.Equal(1, decoded.Lengths["B/1Min/P" + Suffix]);
    }

    [Theory]
    [InlineData(255, "C4FF")]
    [InlineData(256, "C50100")]
    [InlineData(65535, "C5FFFF")]
    [InlineData(65536, "C600010000")]
    [InlineData(1_000_000, "C6000F4240")]
    public async Task The_length_is_known_before_the_first_byte(int rows, string header)
    {
        using var body = new ReplyBody();
        Codec.WriteResult(body, Response(Dataset("A/1Min/P", U1("Side", new byte[rows]))), new byte[] { 1 });
        using var written = new MemoryStream();
        var pipe = PipeWriter.Create(written, new StreamPipeWriterOptions(leaveOpen: true));
        await body.WriteToAsync(pipe);
        await pipe.CompleteAsync();

        Assert.Equal(body.Length, written.Length);
        Assert.Equal(body.ToArray(), written.ToArray());
        Assert.Contains("A46461746191" + header, Convert.ToHexString(written.ToArray().AsSpan(0, 100)), StringComparison.Ordinal);
    }

    static byte[] Encode(RpcResult result, ReadOnlyMemory<byte> id)
    {
        using var body = new ReplyBody();
        Codec.WriteResult(body, result, id);
        Assert.Equal(body.Length, body.ToArray().Length);
        return body.ToArray();
    }

    static byte[] Encode(RpcError error, ReadOnlyMemory<byte> id)
    {
        using var body = new ReplyBody();
        Codec.WriteError(body, error, id);
        return body.ToArray();
    }
}
