using System.Buffers;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Files;

/// <summary>What a year file has of the header that is due.</summary>
internal enum HeaderState
{
    /// <summary>Nothing: the file is too short, or the header never reached the disk.</summary>
    Missing,

    /// <summary>Of the header a crash left a part, cut at any byte: all that is there is as due, and what is missing reads as zeros.</summary>
    Torn,

    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Something else, which is not for us to change.</summary>
    Other,
}

/// <summary>The header that a year file must have, without its reserved tail, which may hold a daily row.</summary>
internal readonly struct DueHeader : IDisposable
{
    const int Length = YearFileHeader.Size - YearFileHeader.ReservedTailBytes;
    const int PageBytes = 4_096;

    readonly byte[] _due;

    public DueHeader(BucketSchema schema, int year)
    {
        _due = ArrayPool<byte>.Shared.Rent(YearFileHeader.Size);
        _due.AsSpan(0, YearFileHeader.Size).Clear();
        schema.HeaderFor(year).Write(_due);
    }

    public HeaderState StateIn(IDiskFile file)
    {
        if (file.Length < YearFileHeader.Size)
            return HeaderState.Missing;
        var buffer = ArrayPool<byte>.Shared.Rent(Length);
        try
        {
            var stored = buffer.AsSpan(0, file.Read(buffer.AsSpan(0, Length), 0));
            var due = _due.AsSpan(0, Length);
            return !stored[..Math.Min(PageBytes, stored.Length)].ContainsAnyExcept((byte)0) ? HeaderState.Missing
                : stored.SequenceEqual(due) ? HeaderState.Whole
                : TornBytes.IsTorn(stored, due) ? HeaderState.Torn
                : HeaderState.Other;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes only the pages that hold anything: the rest of the header stays a hole.</summary>
    public void Write(IDiskFile file)
    {
        if (file.Length < YearFileHeader.Size)
            file.SetLength(YearFileHeader.Size);
        for (var offset = 0; offset < Length; offset += PageBytes)
        {
            var page = _due.AsSpan(offset, Math.Min(PageBytes, Length - offset));
            if (page.ContainsAnyExcept((byte)0))
                file.Write(page, offset);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_due);
}
