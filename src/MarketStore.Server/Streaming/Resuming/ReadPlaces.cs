using MarketStore.Core.Time;
using MarketStore.Server.Streaming.RowEncoding;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Which batches the readings of a bucket held, place by place: each reading is of another instant.</summary>
/// <param name="from">Where stored rows are wanted from. What lies before counts as read; of a bucket that came up later nothing does.</param>
internal sealed class ReadPlaces(EpochTime from)
{
    // Beyond, two count as one, and rows that were written over between them may come twice. Readings between which nothing was written are one anyway.
    const int MaxReadings = 1_024;

    // Beyond, rows of which the publication is still to come may come twice.
    const int MaxAgain = 4_096;

    // By place.
    readonly List<Reading> _readings = [new(from, from == RowPositions.End ? long.MinValue : long.MaxValue)];
    // Over those, by place: what was read once more.
    readonly List<(PlaceRun Run, long Sequence)> _again = [];

    /// <summary>The sequence of the last batch that any reading held.</summary>
    public long Newest => Math.Max(_readings.Max(reading => reading.Sequence), _again.Select(entry => entry.Sequence).DefaultIfEmpty(long.MinValue).Max());

    /// <summary>The sequence of the last batch that the reading of a place held; null when it was not read.</summary>
    public long? SequenceAt(EpochTime place)
    {
        var index = AgainFrom(place);
        if (index < _again.Count && _again[index].Run.First <= place)
            return _again[index].Sequence;
        foreach (var reading in _readings)
        {
            if (place < reading.Before)
                return reading.Sequence;
        }

        return null;
    }

    /// <summary>The rows from the end of the last reading on, up to a place, are read.</summary>
    public void Add(EpochTime before, long sequence)
    {
        if (_readings.Count > 1 && _readings[^1].Sequence == sequence)
            _readings.RemoveAt(_readings.Count - 1);
        _readings.Add(new(before, sequence));
        if (_readings.Count <= MaxReadings)
            return;
        _readings[2] = _readings[2] with { Sequence = _readings[1].Sequence };
        _readings.RemoveAt(1);
    }

    /// <summary>Rows from a place on count as not read.</summary>
    public void Truncate(EpochTime before)
    {
        while (_readings.Count > 1 && _readings[^2].Before >= before)
            _readings.RemoveAt(_readings.Count - 1);
        if (_readings[^1].Before > before)
            _readings[^1] = _readings[^1] with { Before = before };
    }

    /// <summary>Rows that were read are read again.</summary>
    public void AddAgain(PlaceRun run, long sequence)
    {
        var index = AgainFrom(run.First);
        List<(PlaceRun Run, long Sequence)> entries = [];
        var end = index;
        for (; end < _again.Count && _again[end].Run.First <= run.Last; end++)
        {
            if (_again[end].Run.Before(run.First) is { } before)
                entries.Add((before, _again[end].Sequence));
            if (_again[end].Run.Behind(run.Last) is { } behind)
                entries.Add((behind, _again[end].Sequence));
        }

        entries.Insert(entries.Count > 0 && entries[0].Run.First < run.First ? 1 : 0, (run, sequence));
        _again.RemoveRange(index, end - index);
        _again.InsertRange(index, entries);
        if (_again.Count > MaxAgain)
            _again.RemoveAt(0);
    }

    /// <summary>Forgets what makes no difference to batches behind one.</summary>
    public void Forget(long lastPublished) => _again.RemoveAll(entry => entry.Sequence <= lastPublished);

    /// <summary>The bucket is gone: there is nothing to read of batches up to one.</summary>
    public void SetGone(long lastPublished)
    {
        _again.Clear();
        _readings.RemoveRange(1, _readings.Count - 1);
        Add(RowPositions.End, lastPublished);
    }

    /// <summary>From here on rows of before what was wanted come too.</summary>
    public void GoLive(long lastPublished)
    {
        if (_readings[0].Sequence == long.MaxValue)
            _readings[0] = _readings[0] with { Sequence = lastPublished };
    }

    int AgainFrom(EpochTime place) => PlaceRun.IndexFrom(_again, entry => entry.Run.Last, place);

    /// <summary>What lay between the former reading and a position held all batches up to a sequence.</summary>
    readonly record struct Reading(EpochTime Before, long Sequence);
}
