using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Files;

/// <summary>
/// One year of a bucket: where its slots are, and which of them are in use. Read from any thread; changed under the bucket's lock by the commit thread.
/// Layout: docs/file-format.md.
/// </summary>
internal sealed class YearFile
{
    readonly Bucket _bucket;
    readonly Lock _gate = new();
    YearFileHeader? _header;
    string? _fault;
    UsedSlots? _usedSlots;

    // As the header was read with; beyond all once it was looked at.
    long _length = long.MaxValue;

    public YearFile(Bucket bucket, int year)
    {
        _bucket = bucket;
        Calendar = bucket.Context.Calendars.Slots(bucket.Timeframe, year);
    }

    public string Path => System.IO.Path.Combine(_bucket.Directory, YearFileName.Of(Year));

    public int Year => Calendar.Year;

    public SlotCalendar Calendar { get; }

    /// <summary>Null for slots over a day, which hold no ticks.</summary>
    public IntervalTicks? Ticks => _bucket.Context.Calendars.Ticks(_bucket.Timeframe, Year);

    public bool IsRetired { get; private set; }

    public Bucket Bucket => _bucket;

    /// <summary>Bytes of header and slots, without the blocks of variable records.</summary>
    public long NominalLength => LengthFor(RecordLength);

    int RecordLength => _bucket.Schema.RecordLength;

    /// <summary>Where a slot starts. That of daily index 0 lies in the header's reserved tail.</summary>
    public long OffsetOf(long index) => SlotExtents.OffsetOf(index, RecordLength);

    public void Retire()
    {
        IsRetired = true;
        _bucket.Context.Files.Drop(this);
    }

    public FileHandleCache.Lease Open() => _bucket.Context.Files.Acquire(this);

    /// <summary>Reads and checks the header once; a file that fails is set aside for as long as the process runs.</summary>
    /// <exception cref="IOException">The disk refused. That says nothing of the file: the next call tries again.</exception>
    public bool TryReadHeader([NotNullWhen(true)] out YearFileHeader? header, [NotNullWhen(false)] out string? fault)
    {
        lock (_gate)
        {
            if (_header is null && _fault is null)
                ReadHeader();
            (header, fault) = (_header, _fault);
            return header is not null;
        }
    }

    /// <summary>True when rows can be read from the file: its header is sound and fits the bucket's other years.</summary>
    public bool IsUsable()
    {
        if (!TryReadHeader(out var header, out _))
            return false;
        var schema = _bucket.Schema;
        if (schema.Fits(header))
        {
            if (!ReferenceEquals(header.Columns, schema.Columns))
                ShareColumns(header, schema);
            CheckLength(header);
            return true;
        }

        SetAside($"its columns {DataShapes.Describe(header.Columns)} do not fit those of the bucket's newest year, {DataShapes.Describe(schema.Columns)}");
        return false;
    }

    /// <summary>Makes the file, or completes one that a crash left half made. Commit thread.</summary>
    public void Create(BucketSchema schema)
    {
        using var file = _bucket.Context.Disk.Open(Path, DiskOpenMode.Create);
        Complete(file, schema, writesAgain: false);
    }

    /// <summary>Completes a file that a crash left without its header, with only a part of it, or short of its length. Commit thread or start.</summary>
    /// <param name="schema">The bucket's columns. Its own may have to be read from this very file, or from another year's, whose header is half made.</param>
    /// <param name="writesAgain">True to write a header that is as due once more: after a flush that failed it may be in memory alone, where nobody would notice until it is lost.</param>
    public void Complete(BucketSchema schema, bool writesAgain)
    {
        using var file = _bucket.Context.Disk.Open(Path, DiskOpenMode.ReadWrite);
        Complete(file, schema, writesAgain);
    }

    /// <summary>The slots in use; found once by walking the file's data, then kept current by every write.</summary>
    public UsedSlots GetUsedSlots()
    {
        lock (_gate)
        {
            if (_usedSlots is { } known)
                return known;
            using var lease = Open();
            var found = UsedSlots.Find(lease.File, this, _bucket.Schema);
            _usedSlots = found;
            return found;
        }
    }

    /// <summary>Says that slots are about to be written. Commit thread, under the bucket's lock.</summary>
    public void MarkUsed(long firstIndex, long lastIndex)
    {
        lock (_gate)
        {
            if (_usedSlots is { } known)
                _usedSlots = known.Including(firstIndex, lastIndex);
        }
    }

    /// <summary>After slots were emptied the next scan looks anew. Commit thread, under the bucket's lock, while no scan is under way.</summary>
    public void ForgetUsedSlots()
    {
        lock (_gate)
            _usedSlots = null;
    }

    /// <exception cref="MarketStoreException">The file is set aside.</exception>
    public void EnsureWritable()
    {
        if (!IsUsable())
            throw new MarketStoreException(ErrorKind.DamagedFile, $"{Path} is damaged and takes no rows: {_fault}");
    }

    void Complete(IDiskFile file, BucketSchema schema, bool writesAgain)
    {
        using var due = new DueHeader(schema, Year);
        var state = due.StateIn(file);
        var isHalfMade = state is HeaderState.Missing or HeaderState.Torn;
        if (isHalfMade || (writesAgain && state == HeaderState.Whole))
            due.Write(file);
        var length = state == HeaderState.Other ? NominalLengthOf(file) : LengthFor(schema.RecordLength);
        var isShort = file.Length < length;
        if (isShort)
            file.SetLength(length);
        if (!isHalfMade && !isShort)
            return;
        lock (_gate)
            (_header, _fault, _usedSlots) = (null, null, null);
    }

    /// <summary>The nominal length as the file's own header has it; 0 for a header that makes no sense, which is damage and not for us to complete.</summary>
    long NominalLengthOf(IDiskFile file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(YearFileHeader.Size);
        try
        {
            var stored = buffer.AsSpan(0, file.Read(buffer.AsSpan(0, YearFileHeader.Size), 0));
            return YearFileHeader.TryRead(stored, out var header, out _) ? LengthFor(header.RecordLength) : 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    void ReadHeader()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(YearFileHeader.Size);
        try
        {
            using var lease = Open();
            var read = lease.File.Read(buffer.AsSpan(0, YearFileHeader.Size), 0);
            if (!YearFileHeader.TryRead(buffer.AsSpan(0, read), out var header, out var fault))
                SetAside(fault);
            else if (header.Year != Year)
                SetAside($"its header says year {header.Year}");
            else if (header.TimeframeNanoseconds != _bucket.Timeframe.Nanoseconds)
                SetAside($"its header says a timeframe of {header.TimeframeNanoseconds} ns");
            else
                (_header, _length) = (header, lease.File.Length);
        }
        catch (FileNotFoundException error)
        {
            SetAside(error.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Names and types are the same for thousands of files.</summary>
    void ShareColumns(YearFileHeader header, BucketSchema schema)
    {
        lock (_gate)
        {
            if (_header == header)
                _header = header with { Columns = schema.Columns };
        }
    }

    /// <summary>A file that was cut short still answers what is left of it, and says so once. One that a crash left short was completed by the replay.</summary>
    void CheckLength(YearFileHeader header)
    {
        var due = LengthFor(header.RecordLength);
        var length = Interlocked.Exchange(ref _length, long.MaxValue);
        if (length < due && !IsRetired)
            _bucket.Context.ReportShortFile(Path, length, due);
    }

    long LengthFor(int recordLength) => SlotExtents.OffsetOf(Calendar.SlotCount + 1, recordLength);

    void SetAside(string fault)
    {
        lock (_gate)
        {
            if (_fault is not null)
                return;
            (_fault, _header) = (fault, null);
        }

        if (!IsRetired)
            _bucket.Context.ReportDamagedFile(Path, fault);
    }
}
