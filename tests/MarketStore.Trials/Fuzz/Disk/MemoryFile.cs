namespace MarketStore.Trials.Fuzz.Disk;

/// <summary>The content of a file, page by page; pages never written are holes.</summary>
sealed class MemoryFile
{
    public const int PageBytes = 4_096;

    // What a real file system refuses.
    const long MaxBytes = 16L << 40;

    readonly Lock _gate = new();
    readonly SortedDictionary<long, byte[]> _pages = [];
    long _length;

    public long Length
    {
        get
        {
            lock (_gate)
                return _length;
        }
    }

    public MemoryFile Clone()
    {
        var clone = new MemoryFile();
        lock (_gate)
        {
            foreach (var (page, bytes) in _pages)
                clone._pages.Add(page, bytes.ToArray());
            clone._length = _length;
        }

        return clone;
    }

    public int Read(Span<byte> target, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        lock (_gate)
        {
            var count = (int)Math.Clamp(_length - offset, 0, target.Length);
            for (var done = 0; done < count;)
            {
                var (page, start) = Math.DivRem(offset + done, PageBytes);
                var part = (int)Math.Min(count - done, PageBytes - start);
                if (_pages.TryGetValue(page, out var bytes))
                    bytes.AsSpan((int)start, part).CopyTo(target[done..]);
                else
                    target.Slice(done, part).Clear();
                done += part;
            }

            return count;
        }
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset > MaxBytes - source.Length)
            throw new IOException("the file would be too large");
        lock (_gate)
        {
            for (var done = 0; done < source.Length;)
            {
                var (page, start) = Math.DivRem(offset + done, PageBytes);
                var part = (int)Math.Min(source.Length - done, PageBytes - start);
                if (!_pages.TryGetValue(page, out var bytes))
                    _pages.Add(page, bytes = new byte[PageBytes]);
                source.Slice(done, part).CopyTo(bytes.AsSpan((int)start));
                done += part;
            }

            _length = Math.Max(_length, offset + source.Length);
        }
    }

    public void SetLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > MaxBytes)
            throw new IOException("the file would be too large");
        lock (_gate)
        {
            foreach (var page in _pages.Keys.Where(page => page * PageBytes >= length).ToList())
                _pages.Remove(page);
            if (_pages.TryGetValue(length / PageBytes, out var last))
                last.AsSpan((int)(length % PageBytes)).Clear();
            _length = length;
        }
    }

    public long NextData(long offset)
    {
        lock (_gate)
        {
            if (offset < 0 || offset >= _length)
                return -1;
            if (_pages.ContainsKey(offset / PageBytes))
                return offset;
            foreach (var page in _pages.Keys)
            {
                if (page * PageBytes > offset)
                    return page * PageBytes;
            }

            return -1;
        }
    }

    public long NextHole(long offset)
    {
        lock (_gate)
        {
            var page = Math.Max(offset, 0) / PageBytes;
            if (offset < 0 || offset >= _length || !_pages.ContainsKey(page))
                return Math.Clamp(offset, 0, _length);
            while (_pages.ContainsKey(page))
                page++;
            return Math.Min(page * PageBytes, _length);
        }
    }

    public void PunchHole(long offset, long length)
    {
        lock (_gate)
        {
            for (var page = (offset + PageBytes - 1) / PageBytes; (page + 1) * PageBytes <= offset + length; page++)
                _pages.Remove(page);
        }
    }
}
