namespace MarketStore.Trials.FailingCalls;

/// <summary>
/// The contents of a file in memory, page by page. A page that a copy shares is never written in place. Keeps what the pages were before the last good flush,
/// so that the loss of a failed one can be shown. Guarded by its disk.
/// </summary>
sealed class MemoryInode
{
    public const int PageBytes = 4_096;

    readonly Dictionary<long, byte[]> _pages;
    readonly HashSet<long> _owned = [];
    readonly Dictionary<long, (byte[]? Before, bool IsLost)> _unflushed;

    public MemoryInode() => (_pages, _unflushed) = ([], []);

    MemoryInode(MemoryInode other) => (_pages, _unflushed, Length) = (new(other._pages), new(other._unflushed), other.Length);

    public long Length { get; private set; }

    public MemoryInode Clone()
    {
        _owned.Clear();
        return new(this);
    }

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Clamp(Length - offset, 0, target.Length);
        for (var done = 0; done < count;)
        {
            var (page, start) = Math.DivRem(offset + done, PageBytes);
            var take = (int)Math.Min(count - done, PageBytes - start);
            if (_pages.TryGetValue(page, out var bytes))
                bytes.AsSpan((int)start, take).CopyTo(target[done..]);
            else
                target.Slice(done, take).Clear();
            done += take;
        }

        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        for (var done = 0; done < source.Length;)
        {
            var (page, start) = Math.DivRem(offset + done, PageBytes);
            var take = (int)Math.Min(source.Length - done, PageBytes - start);
            source.Slice(done, take).CopyTo(Own(page).AsSpan((int)start));
            done += take;
        }

        Length = Math.Max(Length, offset + source.Length);
    }

    public void SetLength(long length)
    {
        if (length < Length)
        {
            var (last, rest) = Math.DivRem(length, PageBytes);
            foreach (var page in _pages.Keys.Where(page => page > last || (page == last && rest == 0)).ToList())
                Drop(page);
            if (rest > 0 && _pages.ContainsKey(last))
                Own(last).AsSpan((int)rest).Clear();
        }

        Length = length;
    }

    public void PunchHole(long offset, long length)
    {
        for (var page = (offset + PageBytes - 1) / PageBytes; page < (offset + length) / PageBytes; page++)
            Drop(page);
    }

    public long NextData(long offset)
    {
        if (offset >= Length)
            return -1;
        if (_pages.ContainsKey(offset / PageBytes))
            return offset;
        var next = _pages.Keys.Where(page => page > offset / PageBytes).DefaultIfEmpty(long.MaxValue).Min();
        return next == long.MaxValue ? -1 : next * PageBytes;
    }

    public long NextHole(long offset)
    {
        if (offset >= Length)
            return Length;
        var page = offset / PageBytes;
        if (!_pages.ContainsKey(page))
            return offset;
        while (_pages.ContainsKey(page))
            page++;
        return Math.Min(Length, page * PageBytes);
    }

    /// <summary>What was written so far is on the disk, but for pages of which an earlier flush failed and that nobody wrote since: the kernel takes those for clean.</summary>
    public void Flush()
    {
        foreach (var page in _unflushed.Where(page => !page.Value.IsLost).Select(page => page.Key).ToList())
            _unflushed.Remove(page);
    }

    /// <summary>Returns how many pages now show what the disk does not hold.</summary>
    public int FailFlush()
    {
        var lost = _unflushed.Where(page => !page.Value.IsLost).Select(page => page.Key).ToList();
        foreach (var page in lost)
            _unflushed[page] = (_unflushed[page].Before, true);
        return lost.Count;
    }

    /// <summary>Shows what the disk holds in place of pages whose flush failed.</summary>
    public void Forget()
    {
        foreach (var (page, (before, isLost)) in _unflushed.ToList())
        {
            if (!isLost)
                continue;
            _unflushed.Remove(page);
            _owned.Remove(page);
            if (before is null)
                _pages.Remove(page);
            else
                _pages[page] = before;
        }
    }

    byte[] Own(long page)
    {
        Remember(page);
        if (!_pages.TryGetValue(page, out var bytes))
            _pages[page] = bytes = new byte[PageBytes];
        else if (!_owned.Contains(page))
            _pages[page] = bytes = (byte[])bytes.Clone();
        _owned.Add(page);
        return bytes;
    }

    void Drop(long page)
    {
        if (!_pages.ContainsKey(page))
            return;
        Remember(page);
        _pages.Remove(page);
        _owned.Remove(page);
    }

    /// <summary>Before a page changes: what the disk holds of it. Written again after a failed flush it is due for the next one.</summary>
    void Remember(long page)
    {
        if (_unflushed.TryGetValue(page, out var known))
        {
            if (known.IsLost)
                _unflushed[page] = (known.Before, false);
            return;
        }

        _unflushed[page] = (_pages.GetValueOrDefault(page), false);
        _owned.Remove(page);
    }
}
