using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.RowEncoding;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>
/// How far a subscriber that resumes has got with one bucket. Used under the hub's lock. Its rows are read in several readings, each of them of another instant;
/// what is published meanwhile is compared, row by row, with the reading that its place was in. Rows that were written where it has been, and that nobody could keep,
/// are missed: their places are read again, and no others.
/// </summary>
/// <param name="key">The bucket.</param>
/// <param name="from">Where stored rows are wanted from; <see cref="RowPositions.End"/> for a bucket that came up later: all of its batches come live.</param>
internal sealed class ResumedBucket(TimeBucketKey key, EpochTime from)
{
    // During one reading. Beyond, they count as one, with what lies between.
    const int MaxMissedMeanwhile = 4_096;

    readonly long _barSeconds = Timeframe.TryParse(key.Timeframe, out var timeframe) ? timeframe.Seconds : 0;
    readonly ReadPlaces _read = new(from);
    readonly PlaceRuns _missed = new();
    // In the places of the reading that has begun: it holds them or not.
    readonly List<(long Sequence, PlaceRun Run)> _missedMeanwhile = [];
    readonly List<PublishedRows> _held = [];
    int _heldBefore;
    long _lastPublished = long.MinValue;
    long _newest = long.MaxValue;

    // Between the beginning and the end of a reading.
    PlaceRun? _reading;

    // The task's that reads. First all from the wanted place on; then what was missed, in ascending order again and again.
    bool _isWholeRead = from == RowPositions.End;
    ReadingCursor _cursor = new(from, 0);
    PlaceRun? _unsent;
    EpochTime _sweep = EpochTime.MinValue;

    public TimeBucketKey Key => key;

    public bool NeedsReading => !_isWholeRead || _unsent is not null || _missed.Count > 0;

    /// <summary>What it takes to know which places are missed.</summary>
    public int MissedRuns => _missed.Count;

    /// <summary>Once it is live: true for batches that no reading holds any row of, wherever they are.</summary>
    public bool IsNew(long sequence) => sequence > _newest;

    /// <summary>Those of the rows that no reading held, nor a later one will.</summary>
    public PublishedRows? Unread(PublishedRows rows)
    {
        var sequence = rows.Block.Sequence;
        _lastPublished = Math.Max(_lastPublished, sequence);
        return rows.Where(position => IsUnread(position, sequence));
    }

    /// <summary>Keeps rows until all stored ones are sent.</summary>
    public void Hold(PublishedRows rows) => _held.Add(rows);

    /// <summary>What was kept and is still not read.</summary>
    public IEnumerable<PublishedRows> Held => _held.Select(Unread).OfType<PublishedRows>();

    /// <summary>The stored rows are all sent: from here on rows of any time come.</summary>
    public void GoLive()
    {
        _read.GoLive(_lastPublished);
        _newest = _read.Newest;
    }

    public void ForgetHeld()
    {
        _held.Clear();
        _heldBefore = 0;
    }

    /// <summary>Takes out all that is kept: it must be read.</summary>
    public IReadOnlyList<PublishedRows> LetGoHeld()
    {
        PublishedRows[] held = [.. _held];
        ForgetHeld();
        Miss([.. held.Select(Unread).OfType<PublishedRows>()]);
        return held;
    }

    /// <summary>Unread rows pass that nobody keeps: they must be read.</summary>
    public void Miss(params IReadOnlyList<PublishedRows> batches)
    {
        List<PlaceRun> missed = [];
        foreach (var rows in batches)
        {
            foreach (var run in PlaceRuns.Of(rows.Positions, StepOf(rows)))
                Miss(run, rows.Block.Sequence, missed);
        }

        if (missed.Count > 0)
            _missed.Add(missed, StepOf(batches[0]));
    }

    /// <summary>Leaves less to remember of what is missed: places between are read again too, and come twice.</summary>
    public void Coarsen() => _missed.Coarsen();

    /// <summary>A reading begins: behind what was sent, or, when all was read, of what was missed.</summary>
    /// <param name="place">What to read.</param>
    /// <param name="sentCount">How many rows of its very first position were sent.</param>
    /// <returns>What was kept and will be read.</returns>
    public IReadOnlyList<PublishedRows> BeginReading(out PlaceRun place, out int sentCount)
    {
        if (_isWholeRead)
        {
            // It may have been sent in part.
            if (_unsent is { } unsent)
                _missed.Add([unsent], step: 0);
            place = (_missed.FirstFrom(_sweep) ?? _missed.FirstFrom(EpochTime.MinValue))!.Value;
            sentCount = place.First == _cursor.Next ? _cursor.SentOfNext : 0;
            _cursor = new(place.First, sentCount);
        }
        else
        {
            _read.Truncate(_cursor.Next);
            (place, sentCount) = (new(_cursor.Next, EpochTime.MaxValue), _cursor.SentOfNext);
            _missed.Remove(place);
        }

        // All that was published can be read: what was missed and what was kept of these places will be in this reading or a later one.
        var read = TakeRead(0);
        if (_held.Count == 0)
            _read.Forget(_lastPublished);
        (_reading, _unsent, _heldBefore) = (place, null, _held.Count);
        return read;
    }

    /// <summary>A reading is there.</summary>
    /// <param name="stored">Null when the bucket is gone, and with it what was missed.</param>
    /// <returns>What was kept meanwhile and need not be.</returns>
    public IReadOnlyList<PublishedRows> EndReading(StoredRows? stored)
    {
        var reading = _reading!.Value;
        _reading = null;
        if (stored is null)
        {
            _isWholeRead = true;
            _missed.Clear();
            _read.SetGone(_lastPublished);
        }
        else
        {
            AddReading(reading, stored);
        }

        _missedMeanwhile.Clear();
        return TakeRead(_heldBefore);
    }

    /// <summary>Rows were sent. The task that reads them calls it, with or without the lock.</summary>
    public void Sent(RowPositions positions, int firstRow, int endRow)
    {
        _cursor = _cursor.Behind(positions, firstRow, endRow);
        _unsent = _unsent is { } unsent && unsent.Last >= _cursor.Next ? unsent with { First = _cursor.Next } : null;
    }

    /// <summary>All rows of a reading were sent.</summary>
    /// <param name="reading">What was to be read.</param>
    /// <param name="next">Where it ended; null when it was all.</param>
    /// <returns>True when the bucket was gone through: others have their turn, before what was missed meanwhile.</returns>
    public bool EndSending(PlaceRun reading, EpochTime? next)
    {
        var isAll = next is null || next > reading.Last;
        if (!_isWholeRead)
        {
            _isWholeRead = isAll;
            _cursor = new(next ?? RowPositions.End, 0);
            return isAll;
        }

        _unsent = null;
        _cursor = new(RowPositions.End, 0);
        _sweep = isAll ? EpochTime.FromSecondsAndNanos(reading.Last.Seconds, reading.Last.Nanoseconds + 1L) : next!.Value;
        return _missed.FirstFrom(_sweep) is null;
    }

    void AddReading(PlaceRun reading, StoredRows stored)
    {
        var end = stored.Next ?? RowPositions.End;
        if (!_isWholeRead)
        {
            _read.Add(end, stored.Sequence);
        }
        else if (reading.Before(end) is { } read)
        {
            _missed.Remove(read);
            _read.AddAgain(read, stored.Sequence);
            _unsent = read;
        }

        _missed.Add([.. _missedMeanwhile.Where(entry => entry.Sequence > stored.Sequence).Select(entry => entry.Run.Before(end)).OfType<PlaceRun>()], step: 0);
    }

    /// <summary>Of a run that is being read it is not known yet whether it is missed.</summary>
    void Miss(PlaceRun run, long sequence, List<PlaceRun> missed)
    {
        if (_reading is not { } reading || run.And(reading) is not { } both)
        {
            missed.Add(run);
            return;
        }

        if (run.Before(reading.First) is { } before)
            missed.Add(before);
        if (run.Behind(reading.Last) is { } behind)
            missed.Add(behind);
        MissMeanwhile(sequence, both);
    }

    void MissMeanwhile(long sequence, PlaceRun run)
    {
        if (_missedMeanwhile.Count < MaxMissedMeanwhile)
            _missedMeanwhile.Add((sequence, run));
        else
            _missedMeanwhile[^1] = (Math.Max(_missedMeanwhile[^1].Sequence, sequence), _missedMeanwhile[^1].Run.Or(run));
    }

    /// <summary>Takes out what is kept and was read, or will be.</summary>
    List<PublishedRows> TakeRead(int first)
    {
        List<PublishedRows> read = [];
        var kept = first;
        for (var index = first; index < _held.Count; index++)
        {
            if (Unread(_held[index]) is null)
                read.Add(_held[index]);
            else
                _held[kept++] = _held[index];
        }

        _held.RemoveRange(kept, _held.Count - kept);
        return read;
    }

    /// <summary>What is being read may hold a row or not: it is kept until that is known. What is missed will be read.</summary>
    bool IsUnread(EpochTime position, long sequence)
    {
        if (_missed.Contains(position))
            return _reading is { } reading && reading.Contains(position);
        return _read.SequenceAt(position) is { } through ? sequence > through : _reading is not null;
    }

    long StepOf(PublishedRows rows) => rows.AreVariable ? 0 : _barSeconds;

    /// <summary>Up to where rows were sent.</summary>
    /// <param name="Next">The position that comes next.</param>
    /// <param name="SentOfNext">How many rows of just that position were sent: of ticks there may be more.</param>
    readonly record struct ReadingCursor(EpochTime Next, int SentOfNext)
    {
        public ReadingCursor Behind(RowPositions positions, int firstRow, int endRow)
        {
            var last = positions[endRow - 1];
            if (!positions.AreVariable)
                return new(EpochTime.FromSecondsAndNanos(last.Seconds, last.Nanoseconds + 1L), 0);
            var first = endRow - 1;
            while (first > firstRow && positions[first - 1] == last)
                first--;
            return new(last, endRow - first + (first == firstRow && Next == last ? SentOfNext : 0));
        }
    }
}
