namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>What a file holds: its length, and those pages that were ever written. All else is a hole, so that a year file of many megabytes costs a few pages. Not for several threads.</summary>
sealed class FileContent
{
    readonly List<long> _indexes;
    readonly List<Page> _pages;
    object _owner = new();

    public FileContent() => (_indexes, _pages) = ([], []);

    FileContent(FileContent source) => (_indexes, _pages, Length) = ([.. source._indexes], [.. source._pages], source.Length);

    public long Length { get; private set; }

    /// <summary>A copy that costs no copying of pages.</summary>
    public FileContent Clone()
    {
        // Neither side owns a page any more: who writes first makes its own.
        _owner = new();
        return new(this);
    }

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Clamp(Length - offset, 0, target.Length);
        for (var done = 0; done < count;)
        {
            var (index, start) = (Math.DivRem(offset + done, Page.Size, out var within), (int)within);
            var part = target.Slice(done, Math.Min(count - done, Page.Size - start));
            var position = _indexes.BinarySearch(index);
            if (position >= 0)
                _pages[position].Bytes.AsSpan(start, part.Length).CopyTo(part);
            else
                part.Clear();
            done += part.Length;
        }

        return count;
    }

    /// <summary>Writes, and makes the file longer where the bytes go beyond its end.</summary>
    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        Put(source, offset);
        Length = Math.Max(Length, offset + source.Length);
    }

    /// <summary>Stores bytes and leaves the length alone; <see cref="EndAt"/> must follow.</summary>
    public void Put(ReadOnlySpan<byte> source, long offset)
    {
        while (!source.IsEmpty)
        {
            var index = Math.DivRem(offset, Page.Size, out var within);
            var part = source[..(int)Math.Min(source.Length, Page.Size - within)];
            part.CopyTo(Own(index).AsSpan((int)within));
            source = source[part.Length..];
            offset += part.Length;
        }
    }

    /// <exception cref="NotSupportedException">The file would get shorter, which the engine never asks for.</exception>
    public void SetLength(long length)
    {
        if (length < Length)
            throw new NotSupportedException("the simulated disk makes no file shorter");
        Length = length;
    }

    /// <summary>Gives the file a length, whatever was put: what lies beyond is gone.</summary>
    public void EndAt(long length)
    {
        Length = length;
        while (_indexes.Count > 0 && _indexes[^1] * Page.Size >= length)
        {
            _indexes.RemoveAt(_indexes.Count - 1);
            _pages.RemoveAt(_pages.Count - 1);
        }

        if (_indexes.Count > 0 && length - (_indexes[^1] * Page.Size) is < Page.Size and var used && _pages[^1].Bytes.AsSpan((int)used).ContainsAnyExcept((byte)0))
            Own(_indexes[^1]).AsSpan((int)used).Clear();
    }

    /// <summary>Makes holes of whole pages.</summary>
    public void Punch(long firstPage, long pageCount)
    {
        var start = FirstAt(firstPage);
        var end = FirstAt(firstPage + pageCount);
        _indexes.RemoveRange(start, end - start);
        _pages.RemoveRange(start, end - start);
    }

    public long NextData(long offset)
    {
        if (offset >= Length)
            return -1;
        var position = FirstAt(offset / Page.Size);
        return position == _indexes.Count ? -1 : Math.Max(offset, _indexes[position] * Page.Size);
    }

    public long NextHole(long offset)
    {
        var index = offset / Page.Size;
        for (var position = FirstAt(index); position < _indexes.Count && _indexes[position] == index; position++)
            index++;
        return Math.Min(Length, Math.Max(offset, index * Page.Size));
    }

    /// <summary>The position of the first stored page at or behind an index.</summary>
    int FirstAt(long index)
    {
        var position = _indexes.BinarySearch(index);
        return position < 0 ? ~position : position;
    }

    byte[] Own(long index)
    {
        var position = _indexes.BinarySearch(index);
        if (position < 0)
        {
            position = ~position;
            _indexes.Insert(position, index);
            _pages.Insert(position, new Page(new byte[Page.Size], _owner));
        }
        else if (_pages[position].Owner != _owner)
        {
            _pages[position] = new Page([.. _pages[position].Bytes], _owner);
        }

        return _pages[position].Bytes;
    }
}
