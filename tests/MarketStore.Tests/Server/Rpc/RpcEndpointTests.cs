using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MarketStore.Server.Rpc;
using MarketStore.Tests.Protocol;
using Xunit;

namespace MarketStore.Tests.Server.Rpc;

public sealed class RpcEndpointTests : IAsyncLifetime
{
    const string MessagePackType = "application/x-msgpack";

    readonly HttpClient _client = new();
    TestServer? _server;

    TestServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(new RpcOptions { MaxRequestBytes = 100_000 });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task Head_is_refused_and_tells_the_version()
    {
        using var answer = await SendAsync(HttpMethod.Head, "", null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("dev", answer.Headers.GetValues("Marketstore-Version").Single());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Only_post_is_taken(string method)
    {
        using var answer = await SendAsync(new HttpMethod(method), "", null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal($"rpc: POST method required, received {method}", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("text/plain", "text/plain")]
    [InlineData("Text/Html; charset=utf-8", "Text/Html")]
    [InlineData("application/json ; charset=utf-8", "application/json ")]
    [InlineData(null, "")]
    public async Task An_unknown_content_type_is_refused_with_its_text(string? sent, string shown)
    {
        using var answer = await SendAsync(HttpMethod.Post, "", sent);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal($"rpc: unrecognized Content-Type: {shown}", await answer.Content.ReadAsStringAsync());
        Assert.Equal("dev", answer.Headers.GetValues("Marketstore-Version").Single());
    }

    [Theory]
    [InlineData("/RPC")]
    [InlineData("/rpc/")]
    public async Task The_path_is_exact(string path)
    {
        using var answer = await _client.PostAsync(new Uri(Server.Address, path), new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("UnknownMethod")]
    [InlineData("WrongVersion")]
    [InlineData("WrongType")]
    public async Task A_rejected_call_has_the_bytes_of_the_reference(string name)
    {
        using var answer = await PostAsync(WireExamples.Get(name).Request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(MessagePackType, answer.Content.Headers.ContentType!.ToString());
        Assert.False(answer.Headers.Contains("X-Content-Type-Options"));
        Assert.Equal(Convert.ToHexString(WireExamples.Get(name).Answer), Convert.ToHexString(await answer.Content.ReadAsByteArrayAsync()));
        Assert.Equal((null, false), await Server.Metrics.NextAsync());
    }

    [Theory]
    [InlineData("Query", "rpc: service/method request ill-formed: \"Query\"")]
    [InlineData("a.b.c", "rpc: service/method request ill-formed: \"a.b.c\"")]
    [InlineData("Nope.Query", "rpc: can't find service \"Nope.Query\"")]
    [InlineData("DataService.query", "rpc: can't find method \"DataService.query\"")]
    [InlineData("DataService.\"\n", "rpc: can't find method \"DataService.\\\"\\n\"")]
    public async Task A_bad_method_is_named(string method, string message)
    {
        var answer = await CallAsync(new { jsonrpc = "2.0", id = 1, method });

        Assert.Equal((-32000, message), WireAnswer.ReadError(answer));
    }

    [Fact]
    public async Task A_method_that_ran_is_marked_and_measured()
    {
        using var answer = await PostAsync(Pack.ToBytes(new { jsonrpc = "2.0", id = 1, method = "DataService.Write", @params = new { requests = Array.Empty<object>() } }));

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(answer.Content.Headers.ContentLength, (await answer.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal(("DataService.Write", true), await Server.Metrics.NextAsync());
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("")]
    [InlineData("81A76A736F6E727063A3322E30")] // a notification of no method
    public async Task What_cannot_be_answered_gets_an_empty_answer(string hex)
    {
        using var answer = await PostAsync(Convert.FromHexString(hex));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.Null(answer.Content.Headers.ContentType);
    }

    [Fact]
    public async Task A_notification_is_carried_out()
    {
        using var answer = await PostAsync(Pack.ToBytes(new { jsonrpc = "2.0", method = "DataService.Write", @params = new { requests = Array.Empty<object>() } }));

        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.Equal(("DataService.Write", true), await Server.Metrics.NextAsync());
    }

    [Fact]
    public async Task A_body_that_breaks_off_after_version_and_id_gets_a_parse_error()
    {
        byte[] whole = Pack.ToBytes(new { jsonrpc = "2.0", id = 1, method = "DataService.Query" });

        using var answer = await PostAsync(whole[..^1]);

        Assert.Equal(-32700, WireAnswer.ReadError(await answer.Content.ReadAsByteArrayAsync()).Code);
    }

    [Fact]
    public async Task A_defect_of_ours_is_an_error_without_details()
    {
        var answer = await CallAsync(new { jsonrpc = "2.0", id = 1, method = "DataService.ListSymbols" });

        Assert.Equal((-32000, "internal error"), WireAnswer.ReadError(answer));
        Assert.Equal(("DataService.ListSymbols", false), await Server.Metrics.NextAsync());
    }

    [Fact]
    public async Task Writes_that_make_no_sense_are_answered_one_by_one()
    {
        var answer = await CallAsync(new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "DataService.Write",
            @params = new { requests = new object?[] { null, new { dataset = new { names = new[] { "Epoch" }, types = new[] { "q9" }, data = new[] { new byte[8] }, startindex = new { k = 0 }, lengths = new { k = 1 } } } } },
        });

        Assert.Equal(["the write request has no dataset", "unsupported type string q9"], WireAnswer.ReadErrorTexts(answer));
    }

    [Fact]
    public async Task Json_is_answered_in_json()
    {
        using var content = new StringContent("""{"jsonrpc":"2.0","id":"x","method":"DataService.Query","params":{"Requests":[{"Destination":"A/1Min"}]}}""", Encoding.UTF8, "application/json");

        using var answer = await _client.PostAsync(new Uri(Server.Address, "/rpc"), content);

        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-32000,"message":"destinations must have a Symbol, Timeframe and AttributeGroup, have: A/1Min:Symbol/Timeframe/AttributeGroup","data":null},"id":"x"}""" + "\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_and_the_server_goes_on(bool isChunked)
    {
        using var content = new ByteArrayContent(new byte[100_001]);
        content.Headers.ContentType = new MediaTypeHeaderValue(MessagePackType);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, "/rpc")) { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;

        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("rpc: the request body is larger than 100000 bytes", await answer.Content.ReadAsStringAsync());
        Assert.Equal(-32000, WireAnswer.ReadError(await CallAsync(new { jsonrpc = "2.0", id = 1, method = "x" })).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90_000)]
    public async Task A_chunked_body_is_read_whole(int paddingBytes)
    {
        using var content = new ByteArrayContent(Pack.ToBytes(new { jsonrpc = "2.0", padding = new byte[paddingBytes], id = 1, method = "x" }));
        content.Headers.ContentType = new MediaTypeHeaderValue(MessagePackType);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, "/rpc")) { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await _client.SendAsync(request);

        Assert.Equal((-32000, "rpc: service/method request ill-formed: \"x\""), WireAnswer.ReadError(await answer.Content.ReadAsByteArrayAsync()));
    }

    async Task<byte[]> CallAsync(object call)
    {
        using var answer = await PostAsync(Pack.ToBytes(call));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    Task<HttpResponseMessage> PostAsync(byte[] body) => SendAsync(HttpMethod.Post, body, MessagePackType);

    Task<HttpResponseMessage> SendAsync(HttpMethod method, string body, string? contentType) => SendAsync(method, Encoding.UTF8.GetBytes(body), contentType);

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, byte[] body, string? contentType)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, "/rpc")) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await _client.SendAsync(request);
    }
}
