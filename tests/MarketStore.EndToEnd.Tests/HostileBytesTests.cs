using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.MessagePack;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class HostileBytesTests(HostileServer server) : IClassFixture<HostileServer>
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>What stands where parameters should, each by its name.</summary>
    static readonly Dictionary<string, byte[]> BadParameters = new()
    {
        ["a list of four milliard items"] = [0xDD, 0xFF, 0xFF, 0xFF, 0xFF],
        ["a map of four milliard entries"] = [0xDF, 0xFF, 0xFF, 0xFF, 0xFF],
        ["a blob of four gigabytes"] = [0xC6, 0xFF, 0xFF, 0xFF, 0xFF],
        ["a text of four gigabytes"] = [0xDB, 0xFF, 0xFF, 0xFF, 0xFF],
        ["an extension of four gigabytes"] = [0xC9, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        ["requests of four milliard items"] = [0x81, .. MessagePackEncoder.Encode("requests"), 0xDD, 0xFF, 0xFF, 0xFF, 0xFF],
        ["a code that means nothing"] = [0xC1],
        ["nothing"] = [],
        ["half a map"] = [0x82, 0xA1, (byte)'a', 0x01],
        ["lists in lists, 100,000 deep"] = [.. Enumerable.Repeat((byte)0x91, 100_000), 0xC0],
        ["maps in maps where requests should be, 100,000 deep"] =
            [0x81, .. MessagePackEncoder.Encode("requests"), .. Enumerable.Repeat<byte[]>([0x81, 0xA1, (byte)'a'], 100_000).SelectMany(bytes => bytes), 0xC0],
        ["a text that is no UTF-8"] = [0x81, .. MessagePackEncoder.Encode("requests"), 0x91, 0x81, .. MessagePackEncoder.Encode("destination"), 0xA2, 0xFF, 0xFE],
    };

    public static TheoryData<string> BadParameterNames => [.. BadParameters.Keys];

    [Theory, MemberData(nameof(BadParameterNames))]
    public async Task Parameters_that_are_no_parameters_are_answered_without_a_result(string name)
    {
        using var response = await server.Rpc.SendAsync(Call(BadParameters[name]), JsonRpcCaller.MessagePack);

        // Without an id to answer to the body is empty; with one it is an error, or the answer to no requests where all that is odd lies under an unknown key.
        var body = await response.Content.ReadAsByteArrayAsync();
        if (body.Length > 0)
        {
            var reply = (Dictionary<string, object?>)MessagePackDecoder.Decode(body)!;
            Assert.True(reply.ContainsKey("error") || reply["result"] is Dictionary<string, object?> result && result["responses"] is null, $"{name} was answered with rows");
        }

        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Absurd_counts_do_not_cost_memory()
    {
        var before = server.Process.Program.PeakMemory;
        foreach (var name in BadParameters.Keys)
            await Parameters_that_are_no_parameters_are_answered_without_a_result(name);

        Assert.InRange(server.Process.Program.PeakMemory - before, 0, 256 << 20);
    }

    [Theory]
    [InlineData(new byte[] { 0x91 })]
    [InlineData(new byte[] { 0x81, 0xA1, (byte)'a' })]
    public async Task An_unknown_key_is_passed_over_however_deep_it_nests(byte[] level)
    {
        byte[] parameters = [0x81, .. MessagePackEncoder.Encode("unknown"), .. Enumerable.Repeat(level, 100_000).SelectMany(bytes => bytes), 0xC0];

        using var response = await server.Rpc.SendAsync(Call(parameters), JsonRpcCaller.MessagePack);

        var reply = (Dictionary<string, object?>)MessagePackDecoder.Decode(await response.Content.ReadAsByteArrayAsync())!;
        Assert.Null(((Dictionary<string, object?>)reply["result"]!)["responses"]);
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"DataService.Query","params":""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"DataService.Write","params":{"requests":[{"dataset":{"types":["i8"],"names":["Epoch"],"data":["***"]}}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"DataService.Query","params":{"requests":[{"destination":"GOOD/1Min/BARS","limit_record_count":1e99}]}}""")]
    [InlineData("not json at all")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Json_that_makes_no_sense_is_answered_without_a_result(string text)
    {
        using var response = await server.Rpc.SendAsync(Encoding.UTF8.GetBytes(text), Json);
        Assert.DoesNotContain("\"result\":{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Json_nested_100_000_deep_is_answered_without_a_result()
    {
        using var response = await server.Rpc.SendAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"DataService.Query","params":{{new string('[', 100_000)}}"""), Json);
        Assert.DoesNotContain("\"result\":{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused_by_name(string? contentType)
    {
        using var response = await server.Rpc.SendAsync([0xC0], contentType is null ? null : new(contentType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal($"rpc: unrecognized Content-Type: {contentType}", await response.Content.ReadAsStringAsync());
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Another_method_than_POST_is_refused_with_the_version_in_the_header()
    {
        using var response = await server.Rpc.SendAsync([], null, HttpMethod.Put);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("rpc: POST method required, received PUT", await response.Content.ReadAsStringAsync());
        Assert.NotEmpty(response.Headers.GetValues("Marketstore-Version"));
    }

    [Theory]
    [InlineData("Content-Length: 1099511627776\r\n\r\n")]
    [InlineData("Content-Length: 8388608\r\n\r\n")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: x\r\n\r\n")]
    public async Task A_body_over_the_limit_is_refused_before_it_is_sent(string header)
    {
        Assert.InRange(await StatusOfAsync(header, []), 400, 499);
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task A_body_in_chunks_over_the_limit_is_refused()
    {
        var chunk = Encoding.ASCII.GetBytes($"{1 << 20:x}\r\n").Concat(new byte[1 << 20]).Concat("\r\n"u8.ToArray()).ToArray();
        Assert.InRange(await StatusOfAsync("Transfer-Encoding: chunked\r\n\r\n", Enumerable.Repeat(chunk, HostileServer.MaxRequestMebibytes + 2)), 400, 499);
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task A_client_that_goes_away_within_its_request_harms_nobody()
    {
        using (var socket = await ConnectAsync())
            await socket.SendAsync(Head("Content-Length: 1000\r\n\r\n").Concat(new byte[10]).ToArray());
        await server.ShouldLiveAsync();
    }

    static byte[] Call(byte[] parameters) => MessagePackEncoder.Encode(
        new Dictionary<string, object?> { ["jsonrpc"] = "2.0", ["id"] = 1L, ["method"] = "DataService.Query", ["params"] = new RawMessagePack(parameters) });

    static byte[] Head(string headers) => Encoding.ASCII.GetBytes($"POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-msgpack\r\n{headers}");

    async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Process.RpcPort);
        return socket;
    }

    /// <summary>Sends a request by hand and reads the status of the answer, which may come before all is sent.</summary>
    async Task<int> StatusOfAsync(string headers, IEnumerable<byte[]> body)
    {
        using var socket = await ConnectAsync();
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Head(headers));
        var sending = Task.Run(async () =>
        {
            foreach (var chunk in body)
                await stream.WriteAsync(chunk);
        });
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var statusLine = await reader.ReadLineAsync().WaitAsync(MarketStoreProgram.Patience);
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the server may have hung up by then
        return int.Parse(statusLine!.Split(' ')[1], null);
    }
}
