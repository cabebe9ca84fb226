using System.Buffers;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Wal;

/// <summary>Reads the records of one segment in order, up to the first that is not whole and sound.</summary>
internal sealed class LogSegmentReader : IDisposable
{
    const int MaxBodyBytes = EncodedBatch.MaxBytes;

    readonly IDiskFile _file;
    readonly long _length;
    byte[] _body = ArrayPool<byte>.Shared.Rent(64 << 10);
    long _position = SegmentHeader.Size;

    LogSegmentReader(IDiskFile file, SegmentHeader header, long validBytes)
    {
        (_file, Header) = (file, header);
        _length = Math.Min(file.Length, validBytes < 0 ? long.MaxValue : validBytes);
    }

    public SegmentHeader Header { get; }

    /// <summary>Where the record after the last good one would start.</summary>
    public long Position => _position;

    /// <summary>The end of what counts in this segment.</summary>
    public long Length => _length;

    /// <summary>The record in hand.</summary>
    public LogRecordHeader Record { get; private set; }

    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, Record.BodyBytes);

    /// <summary>Null when the file does not start with a segment header of the number that its name gives.</summary>
    /// <param name="validBytes">What the successor says of this segment, or <see cref="SegmentHeader.WholePredecessor"/>.</param>
    public static LogSegmentReader? TryOpen(IDisk disk, string path, ulong segment, long validBytes)
    {
        var file = disk.Open(path, DiskOpenMode.Read);
        var bytes = new byte[SegmentHeader.Size];
        if (file.Read(bytes, 0) == bytes.Length && SegmentHeader.TryRead(bytes, out var header) && header.Segment == segment)
            return new LogSegmentReader(file, header, validBytes);
        file.Dispose();
        return null;
    }

    /// <summary>Reads a segment whose header is known, sound or not. Takes the file over.</summary>
    public static LogSegmentReader Open(IDiskFile file, SegmentHeader header, long validBytes) => new(file, header, validBytes);

    /// <summary>Returns false at the end of what is whole and sound.</summary>
    public bool TryReadNext()
    {
        Span<byte> headerBytes = stackalloc byte[LogRecordHeader.Size];
        if (_position + LogRecordHeader.Size > _length
            || _file.Read(headerBytes, _position) < LogRecordHeader.Size
            || !LogRecordHeader.TryRead(headerBytes, Header.Segment, out var header)
            || header.BodyBytes > MaxBodyBytes
            || _position + LogRecordHeader.Size + header.BodyBytes > _length)
            return false;
        if (header.BodyBytes > _body.Length)
        {
            ArrayPool<byte>.Shared.Return(_body);
            _body = ArrayPool<byte>.Shared.Rent(header.BodyBytes);
        }

        var body = _body.AsSpan(0, header.BodyBytes);
        if (_file.Read(body, _position + LogRecordHeader.Size) < body.Length || LogRecordHeader.HashBody(body) != header.BodyHash)
            return false;
        Record = header;
        _position += LogRecordHeader.Size + header.BodyBytes;
        return true;
    }

    /// <summary>
    /// After the end: true when damage ended it, and not a crash that cut the last write short. Then the record in question is all there and not what it was,
    /// or a later record is sound.
    /// </summary>
    public bool EndsInDamage()
    {
        Span<byte> headerBytes = stackalloc byte[LogRecordHeader.Size];
        var isWholeRecord = _file.Read(headerBytes, _position) == LogRecordHeader.Size
            && LogRecordHeader.TryRead(headerBytes, Header.Segment, out var header)
            && header.BodyBytes <= _length - _position - LogRecordHeader.Size;
        return isWholeRecord || FindLaterRecord() is not null;
    }

    /// <summary>Goes on at another record.</summary>
    public void SkipTo(long position) => _position = position;

    /// <summary>After the end: where the next record with a sound header stands, or null.</summary>
    public long? FindLaterRecord()
    {
        const int Window = 1 << 20;
        var buffer = ArrayPool<byte>.Shared.Rent(Window + LogRecordHeader.Size);
        try
        {
            for (var start = _position + 1; start < _length; start += Window)
            {
                var bytes = buffer.AsSpan(0, _file.Read(buffer.AsSpan(0, Window + LogRecordHeader.Size), start));
                for (var offset = 0; offset + LogRecordHeader.Size <= bytes.Length; offset++)
                {
                    if (LogRecordHeader.TryRead(bytes[offset..], Header.Segment, out _))
                        return start + offset;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        var body = Interlocked.Exchange(ref _body, []);
        if (body.Length > 0)
            ArrayPool<byte>.Shared.Return(body);
    }
}
