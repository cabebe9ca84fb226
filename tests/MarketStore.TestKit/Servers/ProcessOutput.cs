namespace MarketStore.TestKit.Servers;

/// <summary>The lines that a process prints; the readers of its two streams add to it while tests wait for a line.</summary>
public sealed class ProcessOutput
{
    readonly Lock _lock = new();
    readonly List<string> _lines = [];
    readonly List<(Predicate<string> IsWanted, TaskCompletionSource<string> Found)> _waiters = [];

    public string Text
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    public int LineCount
    {
        get
        {
            lock (_lock)
                return _lines.Count;
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var (isWanted, found) in _waiters)
            {
                if (isWanted(line))
                    found.TrySetResult(line);
            }
        }
    }

    /// <summary>The first line of that kind, from <paramref name="fromLine"/> on.</summary>
    public Task<string> WaitForAsync(Predicate<string> isWanted, int fromLine = 0)
    {
        lock (_lock)
        {
            if (_lines.Skip(fromLine).FirstOrDefault(line => isWanted(line)) is { } seen)
                return Task.FromResult(seen);
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((isWanted, found));
            return found.Task;
        }
    }
}
