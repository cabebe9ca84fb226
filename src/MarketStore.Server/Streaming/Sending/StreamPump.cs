namespace MarketStore.Server.Streaming.Sending;

/// <summary>
/// The thread that starts the writes to all subscribers. It rests for a moment after it started many, so that what comes meanwhile shares the next write:
/// a single subscriber is written to at once, and hundreds of them cost no more writes than the machine can do.
/// </summary>
internal sealed class StreamPump : IDisposable
{
    static readonly TimeSpan RestForEach = TimeSpan.FromMicroseconds(20);
    static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(5);

    readonly object _gate = new();
    readonly Thread _thread;
    List<StreamConnection> _due = [];
    List<StreamConnection> _atWork = [];
    bool _isStopped;

    public StreamPump()
    {
        _thread = new(Run) { Name = "stream", IsBackground = true };
        _thread.Start();
    }

    public void Schedule(StreamConnection connection)
    {
        lock (_gate)
        {
            _due.Add(connection);
            Monitor.Pulse(_gate);
        }
    }

    public void Schedule(List<StreamConnection> connections)
    {
        lock (_gate)
        {
            _due.AddRange(connections);
            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    void Run()
    {
        while (WaitForWork())
        {
            foreach (var connection in _atWork)
                _ = connection.WriteAsync();
            var rest = TimeSpan.FromTicks(Math.Min(_atWork.Count * RestForEach.Ticks, LongestRest.Ticks));
            _atWork.Clear();
            if (rest.TotalMilliseconds >= 1)
                Thread.Sleep(rest);
        }
    }

    bool WaitForWork()
    {
        lock (_gate)
        {
            while (_due.Count == 0 && !_isStopped)
                Monitor.Wait(_gate);
            (_due, _atWork) = (_atWork, _due);
            return !_isStopped;
        }
    }
}
