using System.Buffers.Binary;
using System.Globalization;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Recovery.GoLog;

/// <summary>
/// Takes over the logs that the Go server left in the root: their rows go through our own log, so that they are safe before the old file goes.
/// A tick that had reached its file before the crash is not written a second time. Runs at the start, before anything else writes.
/// </summary>
internal sealed class GoLogReplay(StorageContext context, BucketCatalog catalog, SectionApplier applier, PendingWork pending, GroupCommitter committer)
{
    public const string Extension = ".walfile";
    const string SetAsideSuffix = ".tmp";

    /// <summary>A part of what a batch may hold: each tick of a command needs its slot there too.</summary>
    const long MaxBatchBytes = EncodedBatch.MaxBytes / 4;

    /// <summary>What a batch adds to a row at most: index and padding.</summary>
    const int BytesPerRow = 16;

    readonly string _root = context.Options.RootDirectory;
    readonly List<Action> _endings = [];

    /// <summary>Brings the rows in. What becomes of the files may have to wait: see <see cref="HasEndings"/>.</summary>
    public void Run()
    {
        foreach (var entry in context.Disk.ListDirectory(_root))
        {
            if (!entry.IsDirectory && entry.Name.EndsWith(Extension, StringComparison.Ordinal))
                TakeOver(Path.Combine(_root, entry.Name));
        }
    }

    /// <summary>True when there is no log of our own, or none that is flushed, so that a checkpoint must come before the files go.</summary>
    public bool HasEndings => _endings.Count > 0;

    /// <summary>Removes the files, or sets them aside.</summary>
    public void End()
    {
        foreach (var ending in _endings)
            ending();
        _endings.Clear();
    }

    void TakeOver(string path)
    {
        ReadOnlyMemory<byte> log;
        using (var file = context.Disk.Open(path, DiskOpenMode.Read))
        {
            if (file.Length > Array.MaxLength)
                throw new MarketStoreException(ErrorKind.DamagedFile, $"{path}: a log of {file.Length} bytes is larger than can be taken over; move it away to start without its rows");
            var bytes = new byte[file.Length];
            log = bytes.AsMemory(0, file.Read(bytes, 0));
        }

        if (!GoStatus.TryRead(log.Span, out var status))
        {
            if (log.Length < GoStatus.Size || Sentinel.IsTorn(log.Span))
                Delete(path);
            else
                SetAside(path, "it does not start with a status at offset 0");
            return;
        }

        // Our sentinel is a status alone; with rows behind it, it is somebody's log.
        if (status.OwnerId == GoStatus.SentinelOwner && log.Length == GoStatus.Size)
        {
            Delete(path);
            return;
        }

        if (!status.NeedsReplay)
        {
            SetAside(path, "its status says that it was replayed");
            return;
        }

        Replay(path, GoLogReader.Read(log));
    }

    void Replay(string path, GoLogReader reader)
    {
        var faults = new List<string>(reader.Faults);
        var byFile = new Dictionary<string, List<GoWriteCommand>>(StringComparer.Ordinal);
        foreach (var command in reader.Groups.SelectMany(group => group.Commands))
        {
            if (!byFile.TryGetValue(command.Path, out var commands))
                byFile.Add(command.Path, commands = []);
            commands.Add(command);
        }

        foreach (var (file, commands) in byFile)
        {
            try
            {
                Restore(file, commands);
            }
            catch (MarketStoreException error) when (error.Kind != ErrorKind.StorageFailure)
            {
                faults.Add($"{file}: {error.Message}");
            }
        }

        context.Logger.LogInformation("took over {Path}: {Groups} transaction groups of {Files} year files", path, reader.Groups.Count, byFile.Count);
        foreach (var fault in faults)
            context.Logger.LogError("{Path}: {Fault}", path, fault);
        _endings.Add(faults.Count == 0 ? () => Delete(path) : () => SetAside(path, "not all of it could be taken over"));
        // One log after the other: a tick of the next that looks like one of this is another tick.
        if (!context.Options.WalBypass && context.Options.WalSync == WalSync.Commit)
            End();
    }

    void Restore(string file, List<GoWriteCommand> commands)
    {
        var (key, year) = ParsePath(file);
        var bucket = Resolve(key, commands[0]);
        List<(long Slot, ReadOnlyMemory<byte> Rows)> rows;
        try
        {
            rows = bucket.Schema.RecordType == RecordType.Fixed ? LastOfEachSlot(bucket, year, commands) : Missing(bucket, year, commands);
        }
        finally
        {
            catalog.ReleasePendingWrite(bucket);
        }

        // Triggers may not have been done with any of them, those that had reached their file included.
        context.Feed.AddMissed(SectionRows.RangeOf(bucket, year, commands.Min(command => command.Index), commands.Max(command => command.Index)));
        // One batch holds no more than so much; each is whole, and doing it again after a crash between two changes nothing.
        for (var start = 0; start < rows.Count || start == 0;)
        {
            var (end, bytes) = (start, 0L);
            while (end < rows.Count && (end == start || bytes + rows[end].Rows.Length + BytesPerRow <= MaxBatchBytes))
                bytes += rows[end++].Rows.Length + BytesPerRow;
            Write(Resolve(key, commands[0]), year, rows[start..end], (int)bytes);
            if (end == rows.Count)
                break;
            start = end;
        }
    }

    Bucket Resolve(TimeBucketKey key, GoWriteCommand first) => catalog.ResolveForWrite(
        key, timeframe => new BucketSchema(timeframe, first.RecordType, RowMatcher.StoredColumns(first.Columns, first.RecordType), Database.WrittenDescription));

    void Write(Bucket bucket, int year, List<(long Slot, ReadOnlyMemory<byte> Rows)> rows, int bytes)
    {
        var batch = new EncodedBatch(bytes);
        var operation = new WriteOperation(batch, [bucket], catalog, applier, pending, origin: null, isQuiet: false);
        try
        {
            if (bucket.Schema.RecordType == RecordType.Fixed)
                AddFixed(bucket, year, rows, batch);
            else
                AddVariable(bucket, year, rows, batch);
        }
        catch
        {
            operation.Release();
            throw;
        }

        operation.Seal();
        committer.Submit(operation);
        operation.Completion.GetAwaiter().GetResult();
    }

    static List<(long Slot, ReadOnlyMemory<byte> Rows)> LastOfEachSlot(Bucket bucket, int year, List<GoWriteCommand> commands)
    {
        var schema = bucket.Schema;
        var rows = new SortedDictionary<long, ReadOnlyMemory<byte>>();
        foreach (var command in commands)
        {
            if (command.RecordType != RecordType.Fixed || command.Data.Length != schema.FieldBytes)
                throw new MarketStoreException(ErrorKind.DamagedFile, $"a row of {command.Data.Length} bytes does not fit the bucket's {schema.FieldBytes}");
            rows[CheckIndex(bucket, year, command.Index)] = command.Data;
        }

        return [.. rows.Select(row => (row.Key, row.Value))];
    }

    /// <summary>Per slot the commands that its contents do not show yet: the longest run of commands from the first on that the slot holds is taken for written.</summary>
    static List<(long Slot, ReadOnlyMemory<byte> Rows)> Missing(Bucket bucket, int year, List<GoWriteCommand> commands)
    {
        var rowBytes = bucket.Schema.VariableRowBytes;
        var missing = new List<(long Slot, ReadOnlyMemory<byte> Rows)>();
        foreach (var slot in commands.GroupBy(command => command.Index))
        {
            if (slot.Any(command => command.RecordType != RecordType.Variable || command.VariableRowBytes != rowBytes || command.Data.Length % rowBytes != 0))
                throw new MarketStoreException(ErrorKind.DamagedFile, $"rows of slot {slot.Key} do not fit the bucket's {rowBytes} bytes");
            var index = CheckIndex(bucket, year, slot.Key);
            var present = bucket.TryGetYear(year, out var file) && file.IsUsable() ? Count(SlotReader.ReadRows(bucket, file, index), rowBytes) : [];
            foreach (var command in slot.SkipWhile(command => TakeAll(present, command.Data, rowBytes)))
                missing.Add((index, command.Data));
        }

        return missing;
    }

    static void AddFixed(Bucket bucket, int year, List<(long Slot, ReadOnlyMemory<byte> Rows)> rows, EncodedBatch batch)
    {
        var recordLength = bucket.Schema.RecordLength;
        var target = batch.AddSection(bucket, year, recordLength, rows.Count);
        foreach (var (index, row) in rows)
        {
            BinaryPrimitives.WriteInt64LittleEndian(target, index);
            row.Span.CopyTo(target[sizeof(long)..]);
            target = target[recordLength..];
        }
    }

    static void AddVariable(Bucket bucket, int year, List<(long Slot, ReadOnlyMemory<byte> Rows)> parts, EncodedBatch batch)
    {
        var rowBytes = bucket.Schema.VariableRowBytes;
        var target = batch.AddSection(bucket, year, RowEncoder.SlotIndexBytes + rowBytes, parts.Sum(part => part.Rows.Length / rowBytes));
        foreach (var (slot, rows) in parts)
        {
            for (var row = 0; row < rows.Length; row += rowBytes)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)slot);
                rows.Span.Slice(row, rowBytes).CopyTo(target[RowEncoder.SlotIndexBytes..]);
                target = target[(RowEncoder.SlotIndexBytes + rowBytes)..];
            }
        }
    }

    static Dictionary<string, int> Count(ReadOnlySpan<byte> rows, int rowBytes)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (; rows.Length >= rowBytes; rows = rows[rowBytes..])
        {
            var row = Convert.ToHexString(rows[..rowBytes]);
            counts[row] = counts.GetValueOrDefault(row) + 1;
        }

        return counts;
    }

    /// <summary>Takes a command's rows out of what the slot holds; returns false, and takes none, when they are not all there.</summary>
    static bool TakeAll(Dictionary<string, int> present, ReadOnlyMemory<byte> rows, int rowBytes)
    {
        var wanted = Count(rows.Span, rowBytes);
        if (wanted.Any(row => present.GetValueOrDefault(row.Key) < row.Value))
            return false;
        foreach (var (row, count) in wanted)
            present[row] -= count;
        return true;
    }

    static long CheckIndex(Bucket bucket, int year, long index)
    {
        var storable = SlotRange.Storable(bucket.Schema, bucket.Context.Calendars.Slots(bucket.Timeframe, year));
        return index >= storable.First && index <= storable.Last
            ? index
            : throw new MarketStoreException(ErrorKind.DamagedFile, $"slot {index} is not one of {year}");
    }

    static (TimeBucketKey Key, int Year) ParsePath(string path)
    {
        var slash = path.LastIndexOf('/');
        if (slash > 0
            && path.EndsWith(".bin", StringComparison.Ordinal)
            && int.TryParse(path.AsSpan(slash + 1, path.Length - slash - 5), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var year)
            && year is >= MarketTimeZone.MinYear and <= MarketTimeZone.MaxYear
            && TimeBucketKey.TryParse(path[..slash], out var key, out _))
            return (key, year);
        throw new MarketStoreException(ErrorKind.DamagedFile, "the path names no year file of a bucket");
    }

    void Delete(string path)
    {
        context.Disk.DeleteFile(path);
        context.SyncDirectory(_root);
    }

    void SetAside(string path, string reason)
    {
        context.Logger.LogWarning("{Path} is set aside as {Name}: {Reason}", path, Path.GetFileName(path) + SetAsideSuffix, reason);
        context.Disk.Rename(path, path + SetAsideSuffix);
        context.SyncDirectory(_root);
    }
}
