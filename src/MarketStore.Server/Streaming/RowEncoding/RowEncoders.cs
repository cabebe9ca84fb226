using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>Makes the encoders for rows of one bucket, and keeps what they have in common. Used by one thread at a time.</summary>
internal sealed class RowEncoders(TimeBucketKey key)
{
    MessagePackTemplate? _template;

    public TimeBucketKey Key => key;

    public IRowEncoder Create(StreamFormat format, ColumnSeries rows)
    {
        if (format == StreamFormat.Json)
            return new JsonRowEncoder(key, rows);
        if (_template?.Fits(rows) != true)
            _template = new(key, rows);
        return new MessagePackRowEncoder(_template, rows);
    }
}
