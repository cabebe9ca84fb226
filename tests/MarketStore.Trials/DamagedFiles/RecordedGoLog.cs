using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>Damage to the log of a recorded Go server that was killed: the start never fails and makes up no row.</summary>
static class RecordedGoLog
{
    const string Name = "utc-snappy";
    const int PieceBytes = 1 << 20;

    /// <summary>The log is long: a case for each such step.</summary>
    const int Step = 9;

    const int EpochDigits = 16;

    static readonly Lazy<(MemoryDisk Disk, string LogPath, byte[] Log)> Recorded = new(Load);

    /// <summary>What the undamaged log gives, row by row, which the golden tests compare with the recorded answers.</summary>
    static readonly Lazy<Dictionary<string, HashSet<string>>> SoundRows = new(() => ReadAsync(Recorded.Value.Disk.Clone()).GetAwaiter().GetResult());

    static DatabaseOptions Options { get; } = LogStore.Options with { Zone = MarketTimeZone.Utc };

    public static IReadOnlyList<DamageGroup> Groups()
    {
        var cases = Recorded.Value.Log.Length / Step;
        return
        [
            new("recorded Go log cut short", cases, [], (number, tally) => RunAsync(log => log[..(number * Step)], tally)),
            new("recorded Go log bit flipped", cases, [], (number, tally) => RunAsync(log =>
            {
                log[number * Step] ^= (byte)(1 << (number % 8));
                return log;
            }, tally)),
        ];
    }

    static async Task RunAsync(Func<byte[], byte[]> damage, TrialTally tally)
    {
        var disk = Recorded.Value.Disk.Clone();
        disk.WriteAll(Recorded.Value.LogPath, damage((byte[])Recorded.Value.Log.Clone()));
        var first = await ReadAsync(disk);
        foreach (var (key, rows) in first)
        {
            if (!SoundRows.Value.TryGetValue(key, out var sound))
                throw new TrialFailedException($"bucket {key} is made up");
            // A fixed row may be an earlier one of its slot, when the group that wrote over it is lost.
            if (rows.FirstOrDefault(row => !sound.Contains(row) && !sound.Any(known => known.StartsWith(row[..EpochDigits], StringComparison.Ordinal))) is { } madeUp)
                throw new TrialFailedException($"{key}: the row {madeUp} is made up");
        }

        var second = await ReadAsync(disk);
        if (second.Count != first.Count || second.Any(bucket => !bucket.Value.SetEquals(first[bucket.Key])))
            throw new TrialFailedException("the second start answers otherwise");
        tally.Add("rows of recorded logs", first.Values.Sum(rows => rows.Count));
    }

    static async Task<Dictionary<string, HashSet<string>>> ReadAsync(MemoryDisk disk)
    {
        await using var database = Database.Open(Options, new CapturedLog(), disk, TimeProvider.System);
        var read = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var key in database.ListBuckets())
        {
            using var series = database.Scan(key, new(TimeRange.All));
            var rows = new HashSet<string>(StringComparer.Ordinal);
            for (var row = 0; row < series.RowCount; row++)
                rows.Add(string.Concat(series.Slice(row, 1).Columns.Select(column => Convert.ToHexString(column.Data.Span))));
            read.Add(key.ToString(), rows);
        }

        return read;
    }

    static (MemoryDisk Disk, string LogPath, byte[] Log) Load()
    {
        using var directory = new TemporaryDirectory();
        var root = TarArchive.Unpack(GoldenFiles.ArchivePath(Name + "-wal"), directory.Path);
        var disk = new MemoryDisk();
        foreach (var path in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            disk.CreateDirectory(Path.Combine(MemoryDisk.Root, Path.GetRelativePath(root, path)));
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            Copy(path, disk, Path.Combine(MemoryDisk.Root, Path.GetRelativePath(root, path)));
        var log = disk.Files.Single(path => path.EndsWith(".walfile", StringComparison.Ordinal));
        return (disk, log, disk.ReadAll(log));
    }

    static void Copy(string source, MemoryDisk disk, string target)
    {
        using var from = File.OpenHandle(source);
        using var to = disk.Open(target, MarketStore.Storage.Disk.DiskOpenMode.Create);
        to.SetLength(RandomAccess.GetLength(from));
        foreach (var (offset, length) in SparseFile.DataExtents(source))
        {
            for (long done = 0; done < length; done += PieceBytes)
                to.Write(SparseFile.Read(from, offset + done, (int)Math.Min(length - done, PieceBytes)), offset + done);
        }
    }
}
