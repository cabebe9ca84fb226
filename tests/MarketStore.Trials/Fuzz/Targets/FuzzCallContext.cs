using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>A gRPC call without a connection.</summary>
sealed class FuzzCallContext : ServerCallContext
{
    // The name under which the hosting library looks for it when the call did not come from its own server.
    const string HttpContextKey = "__HttpContext";

    public FuzzCallContext() => UserState[HttpContextKey] = new DefaultHttpContext();

    protected override string MethodCore => "fuzz";

    protected override string HostCore => "host";

    protected override string PeerCore => "peer";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
