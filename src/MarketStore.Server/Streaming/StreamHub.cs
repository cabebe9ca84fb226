using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Protocol.Streaming;
using MarketStore.Server.Metrics;
using MarketStore.Server.Streaming.Patterns;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Server.Streaming.Sending;
using MarketStore.Server.Streaming.WebSockets;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Streaming;

/// <summary>The live stream of <c>/ws</c>: takes published rows and hands them to whoever subscribed to their bucket.</summary>
public sealed class StreamHub : IDisposable
{
    static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    readonly IStoredRows? _storedRows;
    readonly ServerMetrics _serverMetrics;
    readonly ILogger<StreamHub> _log;
    readonly TimeProvider _clock;
    readonly StreamPump _pump = new();
    readonly PatternCache _patterns = new();
    readonly SendBudget _budget;
    readonly SemaphoreSlim _storedReads;
    readonly ITimer _timer;

    // Held while rows are handed out, and for moments by subscribers that come and go. Under it come the locks of connections and of the pump.
    readonly Lock _gate = new();
    readonly Dictionary<TimeBucketKey, StreamRoute> _routes = [];
    readonly List<StreamRoute> _routeList = [];
    readonly HashSet<Subscription> _subscriptions = [];
    readonly List<StreamConnection> _due = [];

    readonly Lock _connectionsGate = new();
    readonly HashSet<StreamConnection> _connections = [];
    bool _isStopped;

    /// <param name="options">Bounds and times.</param>
    /// <param name="storedRows">Where resumed subscriptions read from; null refuses them.</param>
    /// <param name="metrics">What counts.</param>
    /// <param name="clock">Of pings and time-outs.</param>
    /// <param name="log">Where defects are told.</param>
    public StreamHub(StreamOptions options, IStoredRows? storedRows, ServerMetrics metrics, TimeProvider clock, ILogger<StreamHub> log)
    {
        (Options, _storedRows, _serverMetrics, _clock, _log) = (options, storedRows, metrics, clock, log);
        _storedReads = new(options.MaxStoredReads);
        _budget = new(options, metrics.Stream);
        _timer = clock.CreateTimer(static hub => ((StreamHub)hub!).Sweep(), this, SweepInterval, SweepInterval);
    }

    internal StreamOptions Options { get; }

    internal StreamMetrics Metrics => _serverMetrics.Stream;

    internal PatternCache Patterns => _patterns;

    internal ILogger Log => _log;

    internal bool CanResume => _storedRows is not null;

    /// <summary>
    /// Hands all rows of a committed batch of one bucket to its subscribers. Called by one thread, for each bucket in the order of the sequence, and only once the
    /// rows can be read. Neither waits for a subscriber nor throws; the rows are the caller's again when it returns.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whoever commits rows must not suffer from a defect in telling of them.")]
    public void Publish(TimeBucketKey key, ColumnSeries rows, long sequence)
    {
        try
        {
            if (rows.RowCount == 0)
                return;
            Metrics.BatchPublished(rows.RowCount);
            lock (_gate)
                Deliver(key, rows, sequence);
        }
        catch (Exception fault)
        {
            _log.LogError(fault, "Rows of {Key} could not be published to subscribers", key);
        }
    }

    /// <summary>Sends what waits and closes all connections, code 1001. No more are taken.</summary>
    public void Stop()
    {
        foreach (var connection in Connections(isStop: true))
            connection.Close(WebSocketCloseCode.GoingAway, "the server stops", dropQueued: false);
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _pump.Dispose();
        _storedReads.Dispose();
    }

    /// <summary>Takes up a connection; null when there are too many, or the server stops.</summary>
    internal StreamConnection? TryOpen(Stream stream, Action abort)
    {
        var connection = new StreamConnection(stream, abort, Options, _budget, Metrics, _clock, _pump, _log);
        lock (_connectionsGate)
        {
            if (_isStopped || _connections.Count >= Options.MaxConnections)
                return null;
            _connections.Add(connection);
        }

        _serverMetrics.WebSocketOpened();
        return connection;
    }

    internal void Remove(StreamConnection connection)
    {
        lock (_connectionsGate)
            _connections.Remove(connection);
        _serverMetrics.WebSocketClosed();
    }

    /// <summary>False when a further connection would be refused: worth an answer by HTTP.</summary>
    internal bool HasRoom
    {
        get
        {
            lock (_connectionsGate)
                return !_isStopped && _connections.Count < Options.MaxConnections;
        }
    }

    /// <summary>
    /// Replaces a subscription. The confirmation goes out before any row of the new one, and whatever is published after it was received comes.
    /// </summary>
    internal Subscription Subscribe(StreamConnection connection, Subscription? former, PatternSet patterns, StreamFormat format, StreamSubscription request, FrameBlock confirmation)
    {
        var subscription = new Subscription(connection, patterns, format, request.From is { } from ? new ResumePlan(from, Options, _budget) : null);
        StreamRoute[] known;
        lock (_gate)
            known = [.. _routeList];
        // Matching may take a while; publishing does not wait for it.
        var matched = Array.FindAll(known, route => subscription.Matches(route.Text));
        lock (_gate)
        {
            if (former is not null)
                End(former);
            connection.Use(format, request.Slow);
            connection.Send(confirmation);
            _subscriptions.Add(subscription);
            foreach (var route in matched)
                route.Add(subscription);
            for (var index = known.Length; index < _routeList.Count; index++)
                AddMatching(_routeList[index], subscription);
        }

        return subscription;
    }

    internal void Unsubscribe(Subscription subscription)
    {
        lock (_gate)
            End(subscription);
    }

    /// <summary>Sends what is stored, when a subscription asks for it. Ends with the subscription.</summary>
    internal Task ResumeAsync(Subscription subscription, CancellationToken cancellationToken) =>
        new StoredRowsReader(_storedRows!, subscription, _gate, _storedReads, _pump).RunAsync(cancellationToken);

    void Deliver(TimeBucketKey key, ColumnSeries rows, long sequence)
    {
        var route = RouteOf(key);
        var subscriptions = route.Sweep();
        if (subscriptions.Count == 0)
            return;
        try
        {
            for (var encoder = new BatchEncoder(route.Encoders, rows, sequence); encoder.RowCount > 0; encoder.MoveNext())
            {
                foreach (var subscription in subscriptions)
                {
                    if (!subscription.TryMiss(key, encoder.RowCount) && subscription.Deliver(encoder))
                        _due.Add(subscription.Connection);
                }
            }
        }
        finally
        {
            if (_due.Count > 0)
                _pump.Schedule(_due);
            _due.Clear();
        }
    }

    StreamRoute RouteOf(TimeBucketKey key)
    {
        if (_routes.TryGetValue(key, out var found))
            return found;
        var route = new StreamRoute(key);
        _routes.Add(key, route);
        _routeList.Add(route);
        foreach (var subscription in _subscriptions)
            AddMatching(route, subscription);
        return route;
    }

    static void AddMatching(StreamRoute route, Subscription subscription)
    {
        if (subscription.Matches(route.Text))
            route.Add(subscription);
    }

    void End(Subscription subscription)
    {
        subscription.End();
        _subscriptions.Remove(subscription);
    }

    void Sweep()
    {
        foreach (var connection in Connections(isStop: false))
            connection.Sweep();
    }

    StreamConnection[] Connections(bool isStop)
    {
        lock (_connectionsGate)
        {
            _isStopped |= isStop;
            return [.. _connections];
        }
    }
}
