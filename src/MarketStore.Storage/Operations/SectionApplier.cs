using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>
/// Brings what the log holds into files and memory. What files refuse goes to the bucket's backlog. Commit thread, or the start's replay; the bucket's lock is held.
/// </summary>
internal sealed class SectionApplier(BucketCatalog catalog, StorageContext context, PendingWork pending)
{
    /// <summary>Applies the sections of one bucket in a batch. Returns false when its rows cannot be read yet, since a file of them cannot be made.</summary>
    /// <param name="sections">Sections as the log has them.</param>
    /// <param name="origin">What the writer said of itself: for whoever listens, also when the rows can be read later only.</param>
    /// <exception cref="IOException">The files refused, and there is no log to try again from.</exception>
    /// <exception cref="MarketStoreException">A file of the batch is damaged; the other sections are applied.</exception>
    public bool TryApply(Bucket bucket, ReadOnlySpan<byte> sections, LogPlace place, object? origin)
    {
        var isVisible = bucket.Backlog.IsEmpty && TryEnsureYears(bucket, sections, place);
        MarketStoreException? failure = null;
        while (SectionHeader.TryTake(ref sections, out var header, out var rows))
        {
            try
            {
                if (isVisible)
                    ApplyNow(bucket, header, rows, place);
                else
                    pending.Add(bucket, new(place, null, header, rows.ToArray()) { Origin = origin });
            }
            catch (MarketStoreException error)
            {
                failure = error;
            }
        }

        return failure is null ? isVisible : throw failure;
    }

    /// <summary>Applies one section at the start, when nobody reads yet.</summary>
    /// <exception cref="MarketStoreException">The file is damaged.</exception>
    public void ApplyOne(Bucket bucket, SectionHeader header, ReadOnlySpan<byte> rows, LogPlace place, object? origin)
    {
        try
        {
            if (bucket.Backlog.IsEmpty)
                ApplyNow(bucket, header, rows, place);
            else
                pending.Add(bucket, new(place, null, header, rows.ToArray()) { Origin = origin });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            pending.Add(bucket, new(place, null, header, rows.ToArray()) { Origin = origin }, error);
        }
    }

    void ApplyNow(Bucket bucket, SectionHeader header, ReadOnlySpan<byte> rows, LogPlace place)
    {
        var schema = bucket.Schema;
        var file = catalog.EnsureYear(bucket, schema, header.Year);
        if (rows.IsEmpty)
            return;
        file.EnsureWritable();
        if (schema.RecordType == RecordType.Fixed)
            WriteSlots(file, rows, schema.RecordLength, place);
        else
            Append(bucket, file, rows, place.Sequence);
    }

    /// <summary>Writes slots that are in the log. When the file refuses, readers see them all the same.</summary>
    /// <exception cref="IOException">The file refused, and there is no log.</exception>
    public void WriteSlots(YearFile file, ReadOnlySpan<byte> slots, int recordLength, LogPlace place)
    {
        context.Dirty.Files.Add(file);
        try
        {
            using var lease = file.Open();
            SlotWriter.Write(lease.File, file, slots, recordLength);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && place.Segment > 0)
        {
            pending.Add(file.Bucket, new(place, new(file, slots.ToArray(), recordLength), default, []), error);
        }
    }

    /// <summary>Tries the first record of a bucket's backlog again.</summary>
    /// <param name="changes">Takes what there is to tell of rows that can be read now and could not before.</param>
    /// <exception cref="IOException">The files still refuse; what could be done is done.</exception>
    public void ApplyAgain(Bucket bucket, List<BucketChange> changes)
    {
        var backlog = bucket.Backlog;
        if (backlog.First.Deleted is { } deleted)
        {
            DeleteNow(bucket, deleted, backlog.First.Rows, backlog.First.Place, isReplay: true);
            backlog.RemoveFirst();
            if (context.Feed.Deleted(bucket, [deleted], origin: null) is { } deletion)
                changes.Add(deletion);
            return;
        }

        if (backlog.First.Slots is null)
        {
            var record = backlog.FirstRecord;
            MakeVisible(bucket, record);
            if (context.Feed.Written(bucket, SectionsOf(record), record[0].Origin) is { } change)
                changes.Add(change);
        }

        if (backlog.IsEmpty || backlog.First.Slots is not { } slots)
            return;
        context.Dirty.Files.Add(slots.File);
        using (var lease = slots.File.Open())
            slots.WriteTo(lease.File);
        backlog.RemoveFirst();
    }

    /// <summary>Removes rows that the log says are gone.</summary>
    /// <param name="bucket">Its lock is held.</param>
    /// <param name="part">The slots.</param>
    /// <param name="stays">Variable rows of these slots that stay.</param>
    /// <param name="place">Where the log says so.</param>
    /// <param name="isReplay">True at the start: a later record may point to the slots' blocks again, and what is empty in memory may not be so on the disk.</param>
    /// <exception cref="IOException">The file refused, and there is no log.</exception>
    public void Delete(Bucket bucket, DeletedPart part, byte[] stays, LogPlace place, bool isReplay)
    {
        if (!bucket.Backlog.IsEmpty)
        {
            pending.Add(bucket, new(place, null, default, stays) { Deleted = part });
            return;
        }

        try
        {
            DeleteNow(bucket, part, stays, place, isReplay);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && place.Segment > 0 && bucket.TryGetYear(part.Year, out var file))
        {
            pending.Add(bucket, new(place, new(file, [], bucket.Schema.RecordLength) { Emptied = new(part.First, part.Last) }, default, []), error);
        }
    }

    /// <summary>Rows in memory first: they cannot refuse, and doing it again changes nothing.</summary>
    void DeleteNow(Bucket bucket, DeletedPart part, byte[] stays, LogPlace place, bool isReplay)
    {
        if (!bucket.TryGetYear(part.Year, out var file))
            return;
        file.EnsureWritable();
        var slots = new SlotRange(part.First, part.Last);
        if (bucket.Schema.RecordType == RecordType.Variable)
        {
            context.HotRowBytesChanged(-bucket.RemoveHotRows(part.Year, slots));
            if (stays.Length > 0)
                Append(bucket, file, stays, place.Sequence);
        }

        context.Dirty.Files.Add(file);
        using var lease = file.Open();
        if (!isReplay && bucket.Schema.RecordType == RecordType.Variable)
            DropBlocks(file, lease.File, slots);
        SlotClearer.Clear(lease.File, file, slots, bucket.Schema.RecordLength, writesAgain: isReplay);
    }

    /// <summary>The space of blocks that no slot points to any more is given back by a later checkpoint.</summary>
    void DropBlocks(YearFile file, Disk.IDiskFile handle, SlotRange slots)
    {
        using var triplets = new TripletReader(null, handle, file, slots.Within(file.GetUsedSlots()), isDescending: false);
        for (; triplets.Current is { } reference; triplets.MoveNext())
        {
            if (reference.Offset >= file.NominalLength && reference.Length > 0)
                context.DroppedBlocks.Add((file, reference));
        }
    }

    /// <summary>False for a section that does not fit its bucket: damage, or a defect of ours.</summary>
    public static bool Fits(BucketSchema schema, SectionHeader header) =>
        header.RowBytes == (schema.RecordType == RecordType.Fixed ? schema.RecordLength : RowEncoder.SlotIndexBytes + schema.VariableRowBytes);

    /// <summary>For rows that a checkpoint carried: they come before those that are in memory already.</summary>
    public void PrependVariable(Bucket bucket, YearFile file, ReadOnlySpan<byte> rows, ulong sequence)
    {
        if (rows.IsEmpty)
            return;
        HotRowsOf(bucket, file).Prepend(rows, sequence);
        context.HotRowBytesChanged(rows.Length);
    }

    /// <summary>Makes the files of a record's sections. Then all of its rows can be read: ticks from memory, slots from the backlog until they are written.</summary>
    void MakeVisible(Bucket bucket, IReadOnlyList<BacklogItem> sections)
    {
        catalog.CompleteFiles(bucket, bucket.Schema);
        var files = sections.Select(section => catalog.EnsureYear(bucket, bucket.Schema, section.Header.Year)).ToList();
        foreach (var file in files)
            file.EnsureWritable();
        var isFixed = bucket.Schema.RecordType == RecordType.Fixed;
        bucket.Backlog.ReplaceFirst(sections.Count, sections.Zip(files)
            .Where(part => isFixed && part.First.Rows.Length > 0)
            .Select(part => part.First with { Slots = new(part.Second, part.First.Rows, bucket.Schema.RecordLength), Rows = [] }));
        foreach (var (section, file) in sections.Zip(files))
        {
            if (!isFixed && section.Rows.Length > 0)
                Append(bucket, file, section.Rows, section.Place.Sequence);
        }
    }

    /// <summary>Sections as the log has them.</summary>
    static byte[] SectionsOf(IReadOnlyList<BacklogItem> record)
    {
        var sections = new byte[record.Sum(item => SectionHeader.Size + item.Rows.Length)];
        var rest = sections.AsSpan();
        foreach (var item in record)
        {
            item.Header.Write(rest);
            item.Rows.CopyTo(rest[SectionHeader.Size..]);
            rest = rest[(SectionHeader.Size + item.Rows.Length)..];
        }

        return sections;
    }

    /// <summary>All files first, headers read, so that no reader sees one year of a batch without another.</summary>
    bool TryEnsureYears(Bucket bucket, ReadOnlySpan<byte> sections, LogPlace place)
    {
        try
        {
            while (SectionHeader.TryTake(ref sections, out var header, out _))
                _ = catalog.EnsureYear(bucket, bucket.Schema, header.Year).TryReadHeader(out _, out _);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && place.Segment > 0)
        {
            pending.Report(bucket, error);
            return false;
        }
    }

    void Append(Bucket bucket, YearFile file, ReadOnlySpan<byte> rows, ulong sequence)
    {
        HotRowsOf(bucket, file).Append(rows, sequence);
        context.HotRowBytesChanged(rows.Length);
    }

    static HotRows HotRowsOf(Bucket bucket, YearFile file)
    {
        ref var hot = ref CollectionsMarshal.GetValueRefOrAddDefault(bucket.ActiveRows, file.Year, out _);
        return hot ??= new HotRows(RowEncoder.SlotIndexBytes + bucket.Schema.VariableRowBytes);
    }
}
