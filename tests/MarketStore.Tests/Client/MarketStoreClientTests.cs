using System.Net;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using Xunit;

namespace MarketStore.Tests.Client;

public sealed class MarketStoreClientTests
{
    const string LongKey = "AAPL/1Min/BARS:Symbol/Timeframe/AttributeGroup";

    static readonly DataShape[] Shapes = [new("Epoch", ElementType.Int64), new("Px", ElementType.Float32)];

    [Fact]
    public async Task A_query_travels_with_all_that_is_given_and_nothing_else()
    {
        var query = new QueryRequest
        {
            Destination = "AAPL,TSLA/1Min/BARS",
            EpochStart = 0,
            EpochEnd = long.MaxValue,
            EpochEndNanos = 5,
            LimitRecordCount = 3,
            LimitFromStart = true,
            Columns = ["Px"],
            Functions = ["max(Px)"],
        };
        var server = WireServer.Answering(new QueryResponse([null], "v", "UTC", []));
        using var client = server.Connect();

        Assert.Empty(await client.QueryAsync(query));

        var received = Assert.Single(server.ReceivedQueries);
        Assert.Equal("DataService.Query", server.Received!.Method);
        Assert.Equivalent(query, received, strict: true);
        Assert.Null(received.EpochStartNanos);
    }

    [Fact]
    public async Task The_rows_of_an_answer_come_back_by_bucket()
    {
        var sent = new Dataset(Shapes, [new(LongKey, Rows(1, 2)), new("TSLA/1Min/BARS:Symbol/Timeframe/AttributeGroup", Rows(3))]);
        using var client = WireServer.Answering(new QueryResponse([sent], "commit", "America/New_York", [])).Connect();

        var reply = await client.QueryAsync([new QueryRequest()]);

        Assert.Equal(("commit", "America/New_York"), (reply.ServerVersion, reply.TimeZone));
        var buckets = Assert.Single(reply.Results);
        Assert.Equal([LongKey, "TSLA/1Min/BARS:Symbol/Timeframe/AttributeGroup"], buckets.Select(bucket => bucket.Key));
        Assert.Equal([1f, 2f], buckets[0].Rows.Columns[1].Values<float>().ToArray());
        Assert.Equal([180L], buckets[1].Rows.Epochs.ToArray());
    }

    [Fact]
    public async Task Buckets_are_written_back_to_back_in_one_batch()
    {
        var server = WireServer.Answering(new MultiServerResponse([]));
        using var client = server.Connect();

        await client.WriteAsync([new("A/1Min/BARS", Rows(1, 2)), new("B/1Min/BARS", Rows(3))], RecordType.Variable);

        var write = Assert.Single(server.ReceivedWrites);
        Assert.True(write.IsVariableLength);
        Assert.Equal(["i8", "f4"], write.Dataset!.Types);
        Assert.Equal(["Epoch", "Px"], write.Dataset.Names);
        Assert.Equal(Rows(1, 2, 3).Columns[1].Data.ToArray(), write.Dataset.Data[1].ToArray());
        Assert.Equal(3, write.Dataset.Length);
        Assert.Equal((0, 2), (write.Dataset.StartIndex["A/1Min/BARS"], write.Dataset.StartIndex["B/1Min/BARS"]));
        Assert.Equal((2, 1), (write.Dataset.Lengths["A/1Min/BARS"], write.Dataset.Lengths["B/1Min/BARS"]));
    }

    [Fact]
    public async Task Buckets_of_different_columns_are_not_one_batch()
    {
        using var client = WireServer.Answering(new MultiServerResponse([])).Connect();
        var other = new ColumnSeries([Column.Of<long>("Epoch", ElementType.Int64, [60])], 1);
        await Assert.ThrowsAsync<ArgumentException>(() => client.WriteAsync([new("A/1Min/BARS", Rows(1)), new("B/1Min/BARS", other)], RecordType.Fixed));
    }

    [Fact]
    public async Task A_bucket_is_created_with_categories_and_type_codes()
    {
        var server = WireServer.Answering(new MultiServerResponse([new("", "v")]));
        using var client = server.Connect();

        await client.CreateAsync("AAPL/1Min/BARS", RecordType.Variable, Shapes);

        var create = Assert.Single(server.ReceivedCreates);
        Assert.Equal((LongKey, true), (create.Key, create.IsVariableLength));
        Assert.Equal(["Epoch", "Px"], create.ColumnNames!);
        Assert.Equal(["i8", "f4"], create.ColumnTypes!);
    }

    [Fact]
    public async Task What_one_request_says_went_wrong_is_thrown()
    {
        var server = WireServer.Answering(new MultiServerResponse([new("creation of new catalog entry failed: Can not overwrite file: File is already in directory", "v")]));
        using var client = server.Connect();

        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => client.CreateAsync("AAPL/1Min/BARS", RecordType.Fixed, Shapes));

        Assert.Equal(ErrorKind.AlreadyExists, exception.Kind);
        Assert.Contains("File is already in directory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_is_destroyed_and_described_by_its_key()
    {
        var server = WireServer.Answering(new MultiServerResponse([new("", "v")]));
        using (var client = server.Connect())
            await client.DestroyAsync("AAPL/1Min/BARS");
        Assert.Equal([new KeyRequest("AAPL/1Min/BARS")], server.ReceivedKeys);

        var info = new BucketInfoResponse(new("", "v")) { LatestYear = 2021, TimeframeNanoseconds = 60_000_000_000, Shapes = Shapes, RecordType = RecordType.Variable };
        using var describing = WireServer.Answering(new MultiBucketInfoResponse([info])).Connect();
        Assert.Equivalent(new BucketDescription(2021, 60_000_000_000, Shapes, RecordType.Variable), await describing.GetInfoAsync("AAPL/1Min/BARS"));
    }

    [Fact]
    public async Task Symbols_and_keys_are_listed()
    {
        var server = WireServer.Answering(new ListSymbolsResponse(["AAPL", "TSLA"]));
        using var client = server.Connect();

        Assert.Equal(["AAPL", "TSLA"], await client.ListSymbolsAsync());
        Assert.NotEqual(ListSymbolsRequest.KeyFormat, server.ReceivedListSymbols.Format);
        await client.ListBucketsAsync();
        Assert.Equal(ListSymbolsRequest.KeyFormat, server.ReceivedListSymbols.Format);
    }

    [Theory]
    [InlineData("no results returned from query: Target: A/1Min/P, start, end: 0,1 limitRecordCount: 0", ErrorKind.NotFound)]
    [InlineData("no files returned from query parse", ErrorKind.NotFound)]
    [InlineData("server is not queryable", ErrorKind.Unavailable)]
    [InlineData("no function in the UDA Registry named \"nosuch\"", ErrorKind.InvalidRequest)]
    public async Task A_refusal_is_thrown_in_the_words_of_the_server(string message, ErrorKind kind)
    {
        using var client = WireServer.Refusing(message).Connect();
        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => client.QueryAsync(new QueryRequest()));
        Assert.Equal((message, kind), (exception.Message, exception.Kind));
    }

    [Fact]
    public async Task A_body_that_is_too_large_for_the_server_says_so()
    {
        using var client = new WireServer { Status = HttpStatusCode.RequestEntityTooLarge }.Connect();
        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => client.WriteAsync([new("A/1Min/BARS", Rows(1))], RecordType.Fixed));
        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
    }

    [Fact]
    public async Task Without_a_server_the_address_is_named()
    {
        using var client = new MarketStoreClient(new Uri("http://127.0.0.1:1"));
        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => client.ListSymbolsAsync());
        Assert.Equal(ErrorKind.Unavailable, exception.Kind);
        Assert.Contains("127.0.0.1:1", exception.Message, StringComparison.Ordinal);
    }

    static ColumnSeries Rows(params float[] values) => new(
        [Column.Of<long>("Epoch", ElementType.Int64, [.. values.Select(value => 60 * (long)value)]), Column.Of<float>("Px", ElementType.Float32, values)],
        values.Length);
}
