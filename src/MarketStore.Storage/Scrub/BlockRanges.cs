namespace MarketStore.Storage.Scrub;

/// <summary>The parts of a file that blocks take up. Blocks that touch become one range, so that a file written in order needs few.</summary>
internal sealed class BlockRanges
{
    readonly Dictionary<long, long> _endByStart = [];
    readonly SortedSet<long> _starts = [];

    /// <summary>Returns false when a part of the range is taken; it is taken as a whole then.</summary>
    public bool TryAdd(long start, long length)
    {
        var end = start + length;
        var isFree = true;
        // The range before may reach into this one; those that begin within it all do.
        foreach (var other in Near(start, end))
        {
            var otherEnd = _endByStart[other];
            if (otherEnd < start)
                continue;
            isFree &= otherEnd == start || other == end;
            _starts.Remove(other);
            _endByStart.Remove(other);
            (start, end) = (Math.Min(start, other), Math.Max(end, otherEnd));
        }

        _starts.Add(start);
        _endByStart[start] = end;
        return isFree;
    }

    /// <summary>The parts between two offsets that nothing takes up, in order.</summary>
    public IEnumerable<(long Start, long End)> Gaps(long start, long end)
    {
        foreach (var taken in _starts)
        {
            if (taken > start)
                yield return (start, taken);
            start = Math.Max(start, _endByStart[taken]);
        }

        if (end > start)
            yield return (start, end);
    }

    List<long> Near(long start, long end)
    {
        var near = new List<long>();
        if (_starts.Count == 0)
            return near;
        if (_starts.GetViewBetween(long.MinValue, start).Max is var before && _endByStart.ContainsKey(before) && before <= start)
            near.Add(before);
        foreach (var other in _starts.GetViewBetween(start, end))
        {
            if (!near.Contains(other))
                near.Add(other);
        }

        return near;
    }
}
