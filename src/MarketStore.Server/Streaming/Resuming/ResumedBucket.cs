using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.RowEncoding;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>
/// How far a subscriber that resumes has got with one bucket. Used under the hub's lock. Its rows are read in several readings, each of them of another instant;
/// what is published meanwhile is compared, row by row, with the reading that its place was in.
/// </summary>
/// <param name="key">The bucket.</param>
/// <param name="from">Where stored rows are wanted from; <see cref="RowPositions.End"/> for a bucket that came up later: all of its batches come live.</param>
internal sealed class ResumedBucket(TimeBucketKey key, EpochTime from)
{
    // Beyond, two count as one, and rows that were written over between them may come twice. Readings between which nothing was written are one anyway.
    const int MaxReadings = 1_024;

    // During one reading. Beyond, they count as one: then rows may come twice.
    const int MaxMissed = 4_096;

    static readonly Missed None = new(long.MinValue, RowPositions.End);

    // By place. What lies before what is wanted counts as read; of a bucket that came up later nothing is.
    readonly List<Reading> _readings = [new(from, from == RowPositions.End ? long.MinValue : long.MaxValue)];
    readonly List<PublishedRows> _held = [];
    EpochTime _next = from;
    int _sentOfNext;
    bool _isRead = from == RowPositions.End;
    bool _isReading;
    int _heldBefore;
    readonly List<Missed> _missedMeanwhile = [];
    long _lastPublished = long.MinValue;
    long _newest = long.MaxValue;
    Missed _missed = None;

    public TimeBucketKey Key => key;

    public bool NeedsReading => !_isRead || _missed != None;

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
        if (_readings[0].Sequence == long.MaxValue)
            _readings[0] = _readings[0] with { Sequence = _lastPublished };
        _newest = _readings.Max(reading => reading.Sequence);
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
        _held.Clear();
        _heldBefore = 0;
        foreach (var rows in held)
            Miss(rows);
        return held;
    }

    /// <summary>Rows pass that nobody keeps: they must be read.</summary>
    public void Miss(PublishedRows rows)
    {
        var missed = new Missed(rows.Block.Sequence, rows.Positions.Min());
        if (!_isReading)
            _missed = _missed.And(missed);
        else if (_missedMeanwhile.Count < MaxMissed)
            _missedMeanwhile.Add(missed);
        else
            _missedMeanwhile[^1] = _missedMeanwhile[^1].And(missed);
    }

    /// <summary>A reading begins: behind what was sent, or before it where rows were written there that nobody kept.</summary>
    /// <param name="from">Where to read from.</param>
    /// <param name="sentCount">How many rows of just that position were sent.</param>
    /// <returns>What was kept and will be read.</returns>
    public IReadOnlyList<PublishedRows> BeginReading(out EpochTime from, out int sentCount)
    {
        if (_missed.First < _next)
            (_next, _sentOfNext) = (_missed.First, 0);
        // A former reading may have been sent in part; and all that was published can be read, so what was missed will be in this one or a later one.
        Truncate(_next);
        _missed = None;
        _isRead = false;
        var read = TakeRead(0);
        (_isReading, _heldBefore) = (true, _held.Count);
        (from, sentCount) = (_next, _sentOfNext);
        return read;
    }

    /// <summary>A reading is there.</summary>
    /// <param name="stored">Null when the bucket is gone, and with it what was missed.</param>
    /// <returns>What was kept meanwhile and need not be.</returns>
    public IReadOnlyList<PublishedRows> EndReading(StoredRows? stored)
    {
        _isReading = false;
        _isRead = stored?.Next is null;
        if (stored is null)
            _readings.RemoveRange(1, _readings.Count - 1);
        Add(new(stored?.Next ?? RowPositions.End, stored?.Sequence ?? _lastPublished));
        foreach (var missed in _missedMeanwhile)
        {
            if (stored is not null && (missed.Through > stored.Sequence || missed.First < _next))
                _missed = _missed.And(missed);
        }

        _missedMeanwhile.Clear();
        return TakeRead(_heldBefore);
    }

    /// <summary>Rows were sent. The task that reads them calls it, with or without the lock.</summary>
    public void Sent(RowPositions positions, int firstRow, int endRow)
    {
        var last = positions[endRow - 1];
        if (!positions.AreVariable)
        {
            _next = EpochTime.FromSecondsAndNanos(last.Seconds, last.Nanoseconds + 1L);
            return;
        }

        var first = endRow - 1;
        while (first > firstRow && positions[first - 1] == last)
            first--;
        _sentOfNext = endRow - first + (first == firstRow && _next == last ? _sentOfNext : 0);
        _next = last;
    }

    /// <summary>All rows of a reading were sent, and it ended before a position. The same task.</summary>
    public void SentUpTo(EpochTime next) => (_next, _sentOfNext) = (next, 0);

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

    /// <summary>What is being read may hold a row or not: it is kept until that is known.</summary>
    bool IsUnread(EpochTime position, long sequence)
    {
        foreach (var reading in _readings)
        {
            if (position < reading.Before)
                return sequence > reading.Sequence;
        }

        return _isReading;
    }

    void Add(Reading reading)
    {
        if (_readings.Count > 1 && _readings[^1].Sequence == reading.Sequence)
            _readings.RemoveAt(_readings.Count - 1);
        _readings.Add(reading);
        if (_readings.Count <= MaxReadings)
            return;
        _readings[2] = _readings[2] with { Sequence = _readings[1].Sequence };
        _readings.RemoveAt(1);
    }

    void Truncate(EpochTime before)
    {
        while (_readings.Count > 1 && _readings[^2].Before >= before)
            _readings.RemoveAt(_readings.Count - 1);
        if (_readings[^1].Before > before)
            _readings[^1] = _readings[^1] with { Before = before };
    }

    /// <summary>What lay between the former reading and a position held all batches up to a sequence.</summary>
    readonly record struct Reading(EpochTime Before, long Sequence);

    /// <summary>Batches that must be read.</summary>
    /// <param name="Through">The last one's sequence.</param>
    /// <param name="First">The least position of their rows.</param>
    readonly record struct Missed(long Through, EpochTime First)
    {
        public Missed And(Missed other) => new(Math.Max(Through, other.Through), RowPositions.Min(First, other.First));
    }
}
