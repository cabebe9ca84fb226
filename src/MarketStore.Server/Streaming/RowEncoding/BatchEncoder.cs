using System.Buffers;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Server.Streaming.Sending;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>Rows of one bucket as blocks of frames, some rows at a time, in each format at most once and only when it is asked for. The rows belong to the caller.</summary>
internal sealed class BatchEncoder
{
    const int BlockBytes = 48 << 10;

    readonly RowEncoders _makers;
    readonly ColumnSeries _rows;
    readonly long _sequence;
    readonly IRowEncoder?[] _encoders = new IRowEncoder?[2];
    readonly FrameBlock?[] _blocks = new FrameBlock?[2];
    EpochTime[]? _positions;
    int _start;

    public BatchEncoder(RowEncoders makers, ColumnSeries rows, long sequence)
    {
        (_makers, _rows, _sequence) = (makers, rows, sequence);
        var rowBytes = 64;
        foreach (var column in rows.Columns)
            rowBytes += column.Name.Length + (2 * column.ElementBytes) + 16;
        BlockRows = Math.Max(1, BlockBytes / rowBytes);
    }

    public TimeBucketKey Key => _makers.Key;

    public long Sequence => _sequence;

    /// <summary>Rows of a block, its last excepted.</summary>
    public int BlockRows { get; }

    /// <summary>Rows of the block at hand; 0 when all are through.</summary>
    public int RowCount => Math.Min(BlockRows, _rows.RowCount - _start);

    public void MoveNext()
    {
        _start += RowCount;
        Array.Clear(_blocks);
        _positions = null;
    }

    /// <summary>The block at hand, and where each of its rows is.</summary>
    public PublishedRows EncodeWithPositions(StreamFormat format)
    {
        var positions = new RowPositions(_rows);
        if (_positions is null)
        {
            _positions = new EpochTime[RowCount];
            for (var row = 0; row < _positions.Length; row++)
                _positions[row] = positions[_start + row];
        }

        return new(Encode(format), _positions) { AreVariable = positions.AreVariable };
    }

    /// <summary>The block at hand.</summary>
    public FrameBlock Encode(StreamFormat format)
    {
        if (_blocks[(int)format] is { } block)
            return block;
        var encoder = _encoders[(int)format] ??= _makers.Create(format, _rows);
        var frames = new ArrayBufferWriter<byte>(encoder.FrameBytes * RowCount);
        for (var row = _start; row < _start + RowCount; row++)
            encoder.WriteFrame(frames, row);
        return _blocks[(int)format] = new(frames.WrittenMemory, RowCount, _makers.Key, _sequence);
    }
}
