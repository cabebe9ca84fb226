using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>A set of places within a bucket, kept as runs: a history that is written anew, bar by bar, is one.</summary>
internal sealed class PlaceRuns
{
    List<PlaceRun> _runs = [];

    public int Count => _runs.Count;

    public bool Contains(EpochTime place) => FirstFrom(place) is { } run && run.First <= place;

    /// <summary>The first run that does not end before a place; null when there is none.</summary>
    public PlaceRun? FirstFrom(EpochTime place) => IndexFrom(place) is var index && index < _runs.Count ? _runs[index] : null;

    /// <summary>Adds runs.</summary>
    /// <param name="added">In any order.</param>
    /// <param name="step">Seconds from a bar to the next: between bars that are no farther apart there is no other. 0 for ticks.</param>
    public void Add(List<PlaceRun> added, long step)
    {
        // Most readings find nothing missed meanwhile.
        if (added.Count == 0)
            return;
        added.Sort((one, other) => one.First.CompareTo(other.First));
        var all = new List<PlaceRun>(_runs.Count + added.Count);
        var (left, right) = (0, 0);
        while (left < _runs.Count || right < added.Count)
        {
            var isLeft = right == added.Count || (left < _runs.Count && _runs[left].First <= added[right].First);
            Append(all, isLeft ? _runs[left++] : added[right++], step);
        }

        _runs = all;
    }

    public void Remove(PlaceRun removed)
    {
        var index = IndexFrom(removed.First);
        List<PlaceRun> rest = [];
        var end = index;
        for (; end < _runs.Count && _runs[end].First <= removed.Last; end++)
        {
            if (_runs[end].Before(removed.First) is { } before)
                rest.Add(before);
            if (_runs[end].Behind(removed.Last) is { } behind)
                rest.Add(behind);
        }

        _runs.RemoveRange(index, end - index);
        _runs.InsertRange(index, rest);
    }

    public void Clear() => _runs.Clear();

    /// <summary>Leaves half of the runs, or less: those next to each other are joined with what lies between.</summary>
    public void Coarsen()
    {
        if (_runs.Count < 2)
            return;
        var gaps = new long[_runs.Count - 1];
        for (var index = 0; index < gaps.Length; index++)
            gaps[index] = SecondsBetween(_runs[index], _runs[index + 1]);
        Array.Sort(gaps);
        var all = new List<PlaceRun>();
        foreach (var run in _runs)
            Append(all, run, last => SecondsBetween(last, run) <= gaps[gaps.Length / 2]);
        _runs = all;
    }

    /// <summary>Places as runs.</summary>
    public static List<PlaceRun> Of(IEnumerable<EpochTime> places, long step)
    {
        var runs = new List<PlaceRun>();
        foreach (var place in places.Order())
            Append(runs, new(place, place), step);
        return runs;
    }

    static void Append(List<PlaceRun> runs, PlaceRun run, long step) => Append(runs, run, last => AreNeighbours(last, run, step));

    static void Append(List<PlaceRun> runs, PlaceRun run, Func<PlaceRun, bool> isJoined)
    {
        if (runs.Count > 0 && (run.First <= runs[^1].Last || isJoined(runs[^1])))
            runs[^1] = runs[^1].Or(run);
        else
            runs.Add(run);
    }

    /// <summary>Runs that end at bars, and not at a place beside one that was removed.</summary>
    static bool AreNeighbours(PlaceRun left, PlaceRun right, long step) =>
        step > 0 && left.Last.Nanoseconds == 0 && right.First.Nanoseconds == 0 && SecondsBetween(left, right) <= step;

    static long SecondsBetween(PlaceRun left, PlaceRun right) => right.First.Seconds - left.Last.Seconds;

    int IndexFrom(EpochTime place) => PlaceRun.IndexFrom(_runs, run => run.Last, place);
}
