using MarketStore.Core.Keys;
using MarketStore.Server.Metrics;

namespace MarketStore.Server.Streaming.Sending;

/// <summary>What waits for one subscriber, in bounds, and what did not fit. Used under the lock of its connection, but where it says otherwise.</summary>
internal sealed class SendQueue(StreamOptions options, SendBudget budget, StreamMetrics metrics)
{
    readonly Queue<FrameBlock> _blocks = new();
    long _bytes;
    int _frames;
    // Replies and notices among them: what a subscriber can make grow by sending.
    long _replyBytes;
    GapCounter? _gaps;
    volatile bool _isMissing;

    /// <summary>Any thread: false when rows can be taken; a hint when it is true.</summary>
    public bool IsMissing => _isMissing;

    public bool IsEmpty => _blocks.Count == 0;

    /// <summary>So little waits that stored rows may follow.</summary>
    public bool HasRoomForStored => _bytes <= budget.BytesForOne(share: 4) && _frames <= options.MaxQueuedFrames / 4;

    public bool HasRoomForReplies => _replyBytes <= options.MaxMessageBytes;

    /// <summary>Takes rows if there is room for them.</summary>
    public bool TryAdd(FrameBlock block)
    {
        if (_gaps is not null || (_blocks.Count > 0 && (_bytes + block.Bytes.Length > budget.BytesForOne() || _frames + block.FrameCount > options.MaxQueuedFrames)))
            return false;
        Add(block);
        return true;
    }

    /// <summary>Takes a block, room or not.</summary>
    public void Add(FrameBlock block)
    {
        _blocks.Enqueue(block);
        Change(block, 1);
    }

    /// <summary>Counts rows as left out. From here on all are, until half of what waits is gone.</summary>
    public void Miss(TimeBucketKey key, int rowCount)
    {
        _gaps ??= new();
        _isMissing = true;
        _gaps.Add(key, rowCount);
        metrics.RowsLeftOut(rowCount);
    }

    /// <summary>Copies blocks that fit into the buffer behind what is used; one that comes alone is returned as it is.</summary>
    public ReadOnlyMemory<byte> Take(RunBuffer run, StreamFormat format, ref int frameCount)
    {
        ReadOnlyMemory<byte> alone = default;
        while (alone.IsEmpty && _blocks.TryPeek(out var block) && run.HasRoom(block.Bytes.Length))
        {
            if (run.IsEmpty && (_blocks.Count == 1 || block.Bytes.Length > RunBuffer.Bytes / 2))
                alone = block.Bytes;
            else
                run.Add(block.Bytes.Span);
            frameCount += block.FrameCount;
            Change(_blocks.Dequeue(), -1);
        }

        if (_gaps is not null && _bytes <= budget.BytesForOne(share: 2) && _frames <= options.MaxQueuedFrames / 2)
        {
            // From here on rows are taken again, so this is the place in the order where they were missed.
            foreach (var notice in _gaps.Notices(format))
                Add(notice);
            (_gaps, _isMissing) = (null, false);
        }

        return alone;
    }

    public void Clear()
    {
        budget.Change(-_bytes);
        _blocks.Clear();
        (_bytes, _frames, _replyBytes, _gaps, _isMissing) = (0, 0, 0, null, false);
    }

    void Change(FrameBlock block, int sign)
    {
        var bytes = sign * block.Bytes.Length;
        _bytes += bytes;
        _frames += sign * block.FrameCount;
        if (block.Key is null)
            _replyBytes += bytes;
        budget.Change(bytes);
    }
}
