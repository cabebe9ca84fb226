using System.Globalization;
using MarketStore.Server.Configuration;
using MarketStore.Server.Console;

namespace MarketStore.Server.Hosting;

/// <summary>Counts what goes on at a listener.</summary>
internal sealed class ListenerActivity(string name) : IStatusSource
{
    long _connections;
    long _requests;
    long _requestsInFlight;

    public string StatusName => name;

    /// <summary>Where the listener waits; null until it does.</summary>
    public ListenAddress? Address { get; set; }

    public void ConnectionOpened() => Interlocked.Increment(ref _connections);

    public void ConnectionClosed() => Interlocked.Decrement(ref _connections);

    public void RequestStarted()
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Increment(ref _requestsInFlight);
    }

    public void RequestFinished() => Interlocked.Decrement(ref _requestsInFlight);

    public IEnumerable<(string Name, string Value)> GetStatus()
    {
        yield return ("address", Address?.ToString() ?? "none yet");
        yield return ("connections", Text(ref _connections));
        yield return ("requests in flight", Text(ref _requestsInFlight));
        yield return ("requests so far", Text(ref _requests));
    }

    static string Text(ref long count) => Interlocked.Read(ref count).ToString(CultureInfo.InvariantCulture);
}
