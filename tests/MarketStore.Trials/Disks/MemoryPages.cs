namespace MarketStore.Trials.Disks;

/// <summary>The contents of one file: a length, and the pages that are not all hole. A snapshot shares pages until one side writes to them. Whoever owns it guards it.</summary>
sealed class MemoryPages
{
    public const int PageBytes = 4_096;

    readonly SortedList<long, Page> _pages;
    object _writer = new();

    public MemoryPages() => _pages = [];

    MemoryPages(MemoryPages other) => (_pages, Length) = (new(other._pages), other.Length);

    public long Length { get; private set; }

    public MemoryPages Snapshot()
    {
        // Both sides lose the right to write to the pages they share.
        _writer = new();
        return new(this);
    }

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Clamp(Length - offset, 0, target.Length);
        for (var done = 0; done < count;)
        {
            var (page, within) = Math.DivRem(offset + done, PageBytes);
            var length = (int)Math.Min(count - done, PageBytes - within);
            var part = target.Slice(done, length);
            if (_pages.TryGetValue(page, out var found))
                found.Bytes.AsSpan((int)within, length).CopyTo(part);
            else
                part.Clear();
            done += length;
        }

        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        for (var done = 0; done < source.Length;)
        {
            var (page, within) = Math.DivRem(offset + done, PageBytes);
            var length = (int)Math.Min(source.Length - done, PageBytes - within);
            source.Slice(done, length).CopyTo(Writable(page).AsSpan((int)within));
            done += length;
        }

        Length = Math.Max(Length, offset + source.Length);
    }

    public void SetLength(long length)
    {
        if (length < Length)
            Clear(length, Length);
        Length = length;
    }

    /// <summary>Makes holes of the whole pages in a range.</summary>
    public void PunchHole(long offset, long length)
    {
        var start = (offset + PageBytes - 1) / PageBytes * PageBytes;
        var end = (offset + length) / PageBytes * PageBytes;
        if (end > start)
            Clear(start, end);
    }

    /// <summary>Makes a range read as zeros; whole pages become holes.</summary>
    void Clear(long start, long end)
    {
        for (var at = FirstAt(start / PageBytes); at < _pages.Count && _pages.GetKeyAtIndex(at) * PageBytes < end;)
        {
            var page = _pages.GetKeyAtIndex(at);
            var (from, to) = (Math.Max(start, page * PageBytes), Math.Min(end, (page + 1) * PageBytes));
            if (to - from == PageBytes)
            {
                _pages.RemoveAt(at);
                continue;
            }

            Writable(page).AsSpan((int)(from - (page * PageBytes)), (int)(to - from)).Clear();
            at++;
        }
    }

    public long NextData(long offset)
    {
        var at = FirstAt(offset / PageBytes);
        if (at == _pages.Count)
            return -1;
        var data = Math.Max(offset, _pages.GetKeyAtIndex(at) * PageBytes);
        return data < Length ? data : -1;
    }

    public long NextHole(long offset)
    {
        var page = offset / PageBytes;
        for (var at = FirstAt(page); at < _pages.Count && _pages.GetKeyAtIndex(at) == page; at++)
            page++;
        return Math.Min(Math.Max(offset, page * PageBytes), Math.Max(offset, Length));
    }

    byte[] Writable(long page)
    {
        if (!_pages.TryGetValue(page, out var found))
            found = new(new byte[PageBytes], _writer);
        else if (found.Writer == _writer)
            return found.Bytes;
        else
            found = new([.. found.Bytes], _writer);
        _pages[page] = found;
        return found.Bytes;
    }

    /// <summary>Where the first page at or after the given one stands in the list.</summary>
    int FirstAt(long page)
    {
        var (low, high) = (0, _pages.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pages.GetKeyAtIndex(middle) < page)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    readonly record struct Page(byte[] Bytes, object Writer);
}
