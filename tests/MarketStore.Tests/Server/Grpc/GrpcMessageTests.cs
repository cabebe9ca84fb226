using Google.Protobuf;
using MarketStore.Protocol.Messages;
using MarketStore.Server.Grpc;
using MarketStore.Tests.Protocol;
using Xunit;
using static MarketStore.Tests.Protocol.Rows;
using Wire = MarketStore.Protocol.Grpc;

namespace MarketStore.Tests.Server.Grpc;

public class GrpcMessageTests
{
    [Fact]
    public void The_recorded_query_is_read()
    {
        var bytes = WireExample.FromHex("0a1a1a0f4141504c2f314d696e2f4f484c435648015a05436c6f7365");

        var query = GrpcRequests.Read(Wire.MultiQueryRequest.Parser.ParseFrom(bytes).Requests.Single());

        Assert.Equal(("AAPL/1Min/OHLCV", 1L, 0L), (query.Destination, query.LimitRecordCount, query.EpochStart!.Value));
        Assert.Null(query.EpochEnd);
        Assert.Equal(["Close"], query.Columns);
    }

    // Not the same bytes: the recorded message writes the zeros of its maps out, which proto3 leaves to the encoder.
    [Fact]
    public void A_result_is_the_recorded_message()
    {
        var recorded = WireExample.FromHex("""
            0a97010a94010a280a0269380a026634120545706f63681205436c6f73651a08bc320d5e000000001a0400001040200112330a2f4141504c2f314d69
            6e2f4f484c43563a53796d626f6c2f54696d656672616d652f41747472696275746547726f757010001a330a2f4141504c2f314d696e2f4f484c4356
            3a53796d626f6c2f54696d656672616d652f41747472696275746547726f7570100112036465761a03555443
            """);
        using var response = Response(Dataset("AAPL/1Min/OHLCV", I8("Epoch", 1577923260), F4("Close", 2.25f)));

        Assert.Equal(Wire.MultiQueryResponse.Parser.ParseFrom(recorded), GrpcReplies.Write(response));
    }

    [Fact]
    public void The_recorded_write_is_read()
    {
        var bytes = WireExample.FromHex("""
            0a450a430a250a0269380a026634120545706f6368120250781a0880320d5e000000001a040000803f2001120c0a08472f314d696e2f5010001a0c0a
            08472f314d696e2f501001
            """);

        var write = GrpcRequests.Read(Wire.MultiWriteRequest.Parser.ParseFrom(bytes).Requests.Single());

        Assert.Equal(["i8", "f4"], write.Dataset!.Types);
        Assert.Equal(["Epoch", "Px"], write.Dataset.Names);
        Assert.Equal("0000803F", Convert.ToHexString(write.Dataset.Data[1].Span));
        Assert.Equal((0, 1), (write.Dataset.StartIndex["G/1Min/P"], write.Dataset.Lengths["G/1Min/P"]));
    }

    [Fact]
    public void A_write_without_failures_is_an_empty_message() => Assert.Empty(GrpcReplies.Write(new MultiServerResponse([])).ToByteArray());

    [Fact]
    public void An_empty_column_is_an_empty_element()
    {
        using var response = Response(Dataset("A/1Min/P", I8("Epoch"), F4("Px")));

        Assert.Equal(2, GrpcReplies.Write(response).Responses[0].Result.Data.ColumnData.Count);
    }

    [Fact]
    public void Buckets_of_one_result_are_joined_column_by_column()
    {
        using var response = Response(Dataset(("A/1Min/P", Series(I8("Epoch", 1, 2), U1("Side", 7, 8))), ("B/1Min/P", Series(I8("Epoch", 3), U1("Side", 9)))));

        var result = GrpcReplies.Write(response).Responses[0].Result;

        Assert.Equal(new byte[] { 7, 8, 9 }, result.Data.ColumnData[1].ToByteArray());
        Assert.Equal((3, 2, 1), (result.Data.Length, result.StartIndex["B/1Min/P" + Suffix], result.Lengths["B/1Min/P" + Suffix]));
    }

    [Fact]
    public void A_request_that_has_no_result_has_no_result() => Assert.Null(GrpcReplies.Write(Response((Dataset?)null)).Responses[0].Result);
}
