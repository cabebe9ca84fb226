using MarketStore.Core.Keys;

namespace MarketStore.Server.Streaming.Sending;

/// <summary>Counts the rows that a subscriber misses, bucket by bucket; those of too many buckets in one sum.</summary>
internal sealed class GapCounter
{
    const int MaxBuckets = 1_024;

    readonly Dictionary<TimeBucketKey, long> _rows = [];
    long _otherRows;

    public void Add(TimeBucketKey key, int rowCount)
    {
        if (_rows.Count < MaxBuckets || _rows.ContainsKey(key))
            _rows[key] = _rows.GetValueOrDefault(key) + rowCount;
        else
            _otherRows += rowCount;
    }

    public IEnumerable<FrameBlock> Notices(StreamFormat format)
    {
        foreach (var (key, rowCount) in _rows)
            yield return StreamNotices.Gap(format, key, rowCount);
        if (_otherRows > 0)
            yield return StreamNotices.Gap(format, bucket: null, _otherRows);
    }
}
