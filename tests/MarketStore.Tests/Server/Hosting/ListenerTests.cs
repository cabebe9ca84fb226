using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MarketStore.Core.Errors;
using MarketStore.Server.Configuration;
using MarketStore.Server.Hosting;
using MarketStore.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class ListenerTests : IDisposable
{
    static readonly ServerConfiguration Local = new() { ListenHost = "127.0.0.1", ListenPort = 0, GrpcListenPort = 0, Utilities = new("127.0.0.1", 0) };

    readonly HttpClient _client = new();
    readonly FakeTimeProvider _clock = new();
    readonly ServerState _state;

    public ListenerTests() => _state = new(_clock);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_heartbeat_says_whether_queries_are_taken()
    {
        await using var listener = await Listener.StartAsync(ListenerPlans.Utilities(new("127.0.0.1", 0), _state), NullLoggerFactory.Instance, CancellationToken.None);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not queryable"), await BeatAsync(listener));
        _state.IsQueryable = true;
        Assert.Equal((HttpStatusCode.OK, "queryable"), await BeatAsync(listener));
    }

    [Fact]
    public async Task A_heartbeat_names_the_build_and_the_uptime()
    {
        await using var listener = await Listener.StartAsync(ListenerPlans.Utilities(new("127.0.0.1", 0), _state), NullLoggerFactory.Instance, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(219_904));

        using var answer = await _client.GetAsync(At(listener, "/heartbeat"));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal($"{{\"status\":\"not queryable\",\"version\":\"{BuildInfo.Current.Tag}\",\"git_hash\":\"{BuildInfo.Current.Commit}\",\"uptime\":\"3m39.904s\"}}\n", text);
    }

    [Fact]
    public async Task While_stopping_HTTP_answers_until_the_grace_period_is_over()
    {
        await using var listeners = Create(Local with { StopGracePeriod = TimeSpan.FromMinutes(5) });
        await listeners.StartAsync(CancellationToken.None);
        Assert.Equal((HttpStatusCode.OK, "queryable"), await BeatAsync(listeners.Utilities!));

        var stop = listeners.StopAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not queryable"), await BeatAsync(listeners.Utilities!));
        using var metrics = await _client.GetAsync(At(listeners.Main!, "/metrics"));
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        Assert.False(stop.IsCompleted);
        await AdvanceUntilDoneAsync(stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(At(listeners.Main!, "/metrics")));
        await Assert.ThrowsAsync<HttpRequestException>(() => BeatAsync(listeners.Utilities!));
    }

    [Fact]
    public async Task A_request_in_flight_is_answered_before_the_listener_closes()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var listeners = Create(Local, new()
        {
            MapMain = routes => routes.Map("/slow", async (HttpContext context) =>
        {
            entered.SetResult();
            await release.Task;
            await context.Response.WriteAsync("done");
        })
        });
        await listeners.StartAsync(CancellationToken.None);
        var answer = _client.GetStringAsync(At(listeners.Main!, "/slow"));
        await entered.Task;
        Assert.Contains(("requests in flight", "1"), listeners.Main!.Activity.GetStatus());

        var stop = listeners.StopAsync();
        Assert.False(stop.IsCompleted);
        release.SetResult();

        Assert.Equal("done", await answer);
        await stop;
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/heartbeat")]
    [InlineData("/debug/pprof/")]
    [InlineData("/rpc/")]
    public async Task The_main_listener_knows_no_other_page(string path)
    {
        await using var listeners = Create(Local);
        await listeners.StartAsync(CancellationToken.None);

        await AssertNotFoundAsync(At(listeners.Main!, path));
    }

    [Theory]
    [InlineData("/rpc")]
    [InlineData("/metrics")]
    [InlineData("/pprof/")]
    public async Task The_utilities_listener_answers_heartbeats_alone(string path)
    {
        await using var listeners = Create(Local);
        await listeners.StartAsync(CancellationToken.None);

        await AssertNotFoundAsync(At(listeners.Utilities!, path));
    }

    [Fact]
    public async Task What_is_wired_is_served_by_its_listener()
    {
        await using var listeners = Create(Local, new()
        {
            MapMain = routes => routes.Map("/rpc", (HttpContext context) => context.Response.WriteAsync(context.Request.Protocol)),
            MapGrpc = routes => routes.Map("/proto.Marketstore/Query", (HttpContext context) => context.Response.WriteAsync(context.Request.Protocol)),
        });
        await listeners.StartAsync(CancellationToken.None);
        using var call = new HttpRequestMessage(HttpMethod.Post, At(listeners.Grpc!, "/proto.Marketstore/Query")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await _client.SendAsync(call);

        Assert.Equal("HTTP/1.1", await _client.GetStringAsync(At(listeners.Main!, "/rpc")));
        Assert.Equal("HTTP/2", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_their_settings_there_is_neither_gRPC_nor_a_heartbeat()
    {
        await using var listeners = Create(Local with { GrpcListenPort = null, Utilities = null });
        await listeners.StartAsync(CancellationToken.None);

        Assert.Null(listeners.Grpc);
        Assert.Null(listeners.Utilities);
    }

    [Fact]
    public async Task A_port_in_use_is_one_error_that_names_the_address_and_the_key()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var listeners = Create(Local with { ListenPort = port });

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => listeners.StartAsync(CancellationToken.None));

        Assert.Equal(ErrorKind.Unavailable, error.Kind);
        Assert.StartsWith($"failed to start the main listener at 127.0.0.1:{port} (listen_port): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("no-such-host.invalid")]
    public async Task A_host_that_is_not_this_machine_is_an_error(string host)
    {
        await using var listeners = Create(Local with { ListenHost = host, GrpcListenPort = null });

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => listeners.StartAsync(CancellationToken.None));

        Assert.Contains(host, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("::1")]
    public async Task A_host_may_be_left_out_or_named(string host)
    {
        Assert.SkipWhen(host == "::1" && !Socket.OSSupportsIPv6, "no IPv6 here");
        await using var listeners = Create(Local with { ListenHost = host, GrpcListenPort = null });
        await listeners.StartAsync(CancellationToken.None);

        using var answer = await _client.GetAsync(new Uri($"http://{(host == "::1" ? "[::1]" : "localhost")}:{listeners.Main!.Address.Port}/metrics"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    ServerListeners Create(ServerConfiguration configuration, ServerWiring? wiring = null) =>
        new(configuration, wiring ?? new(), _state, new ServerMetrics(), NullLoggerFactory.Instance, _clock);

    // The stop waits for the clock several times; each wait begins on another thread.
    async Task AdvanceUntilDoneAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await task;
    }

    async Task<(HttpStatusCode Code, string? Status)> BeatAsync(Listener listener)
    {
        using var answer = await _client.GetAsync(At(listener, "/heartbeat"));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.GetProperty("status").GetString());
    }

    async Task AssertNotFoundAsync(Uri uri)
    {
        using var answer = await _client.PostAsync(uri, new StringContent("x"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("404 page not found\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    static Uri At(Listener listener, string path) => new($"http://{listener.Address}{path}");
}
