using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Server.Streaming.Sending;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Sends a subscriber that resumes what is stored, and lets it go live. One task for each subscription.</summary>
/// <param name="hubGate">What the plan is used under.</param>
/// <param name="turns">How many buckets are read at a time, over all subscribers.</param>
internal sealed class StoredRowsReader(IStoredRows store, Subscription subscription, Lock hubGate, SemaphoreSlim turns, StreamPump pump)
{
    // A subscriber that reads slowly gives its turn, and the snapshot, to others.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly ResumePlan _plan = subscription.Resume!;
    readonly StreamConnection _connection = subscription.Connection;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Rows that are published from here on are noted, so a bucket that is missing in the list is one whose rows all come live.
        var keys = store.ListBuckets();
        lock (hubGate)
            _plan.SetBuckets(keys.Where(key => subscription.Matches(key.ToString())));
        do
        {
            foreach (var bucket in BucketsToRead())
            {
                // A part at a time, so that memory does not depend on how much is stored.
                while (!await TryReadAsync(bucket, cancellationToken))
                {
                    if (!await _connection.WaitForRoomAsync(Timeout.InfiniteTimeSpan))
                        return;
                }
            }

            if (!await _connection.WaitForRoomAsync(Timeout.InfiniteTimeSpan))
                return;
        }
        while (!TryGoLive());
    }

    ResumedBucket[] BucketsToRead()
    {
        lock (hubGate)
            return [.. _plan.BucketsToRead];
    }

    /// <summary>Returns true when the subscriber is live, or gone.</summary>
    bool TryGoLive()
    {
        lock (hubGate)
        {
            if (!subscription.IsActive)
                return true;
            var needsPump = false;
            if (!_plan.TryGoLive(block => needsPump |= _connection.Enqueue(block)))
                return false;
            needsPump |= _connection.Enqueue(StreamNotices.Live(subscription.Format));
            if (needsPump)
                pump.Schedule(_connection);
            return true;
        }
    }

    /// <summary>Returns true when the bucket was gone through, or is gone; false when there is more of it, or the subscriber takes its time.</summary>
    async Task<bool> TryReadAsync(ResumedBucket bucket, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            (PlaceRun Place, int SentCount) start;
            lock (hubGate)
                start = _plan.BeginReading(bucket);
            using var stored = store.Read(bucket.Key, new(start.Place.First, start.Place.Last), cancellationToken);
            lock (hubGate)
                _plan.EndReading(bucket, stored);
            if (stored is null)
                return true;
            if (!await TrySendAsync(bucket, stored, start.Place.First, start.SentCount, cancellationToken))
                return false;
            lock (hubGate)
                return bucket.EndSending(start.Place, stored.Next);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>Returns false when there was no room for a while, or the subscriber is gone.</summary>
    async Task<bool> TrySendAsync(ResumedBucket bucket, StoredRows stored, EpochTime from, int sentCount, CancellationToken cancellationToken)
    {
        var sent = FirstRow(stored.Rows, from, sentCount);
        var rows = stored.Rows.Slice(sent, stored.Rows.RowCount - sent);
        sent = 0;
        for (var encoder = new BatchEncoder(new(bucket.Key), rows, stored.Sequence); encoder.RowCount > 0; encoder.MoveNext())
        {
            if (!await _connection.WaitForRoomAsync(Patience))
                return false;
            cancellationToken.ThrowIfCancellationRequested();
            _connection.Send(encoder.Encode(subscription.Format));
            bucket.Sent(new(rows), sent, sent + encoder.RowCount);
            sent += encoder.RowCount;
        }

        return true;
    }

    /// <summary>The first row that was not sent yet.</summary>
    static int FirstRow(ColumnSeries rows, EpochTime from, int sentCount)
    {
        var positions = new RowPositions(rows);
        var row = 0;
        while (row < rows.RowCount && positions[row] < from)
            row++;
        for (; sentCount > 0 && row < rows.RowCount && positions[row] == from; row++)
            sentCount--;
        return row;
    }
}
