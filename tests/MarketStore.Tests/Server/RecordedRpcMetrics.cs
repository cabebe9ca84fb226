using System.Collections.Concurrent;
using System.Threading.Channels;
using MarketStore.Server.Rpc;

namespace MarketStore.Tests.Server;

/// <summary>Remembers what the endpoint reported, and can be waited for.</summary>
sealed class RecordedRpcMetrics : IRpcMetrics
{
    readonly Channel<(string? Method, bool Succeeded)> _finished = Channel.CreateUnbounded<(string?, bool)>();

    public ConcurrentQueue<TimeSpan> Durations { get; } = new();

    public void RequestStarted()
    {
    }

    public void RequestFinished(string? method, bool succeeded, TimeSpan duration)
    {
        Durations.Enqueue(duration);
        _finished.Writer.TryWrite((method, succeeded));
    }

    public async Task<(string? Method, bool Succeeded)> NextAsync() => await _finished.Reader.ReadAsync();
}
