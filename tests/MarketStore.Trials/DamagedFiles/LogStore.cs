using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>
/// A store of which nothing but its log is left: three segments, the last over 64 KiB long, and what each of their records stands for. Made by the engine, once.
/// </summary>
sealed class LogStore
{
    const long Year2024 = 1_704_067_200;
    const int LastSegmentBytes = 66 << 10;

    readonly Dictionary<ulong, StoreOperation> _bySequence = [];

    LogStore(IReadOnlyList<StoreOperation> operations, MemoryDisk disk)
    {
        foreach (var path in disk.Files.Where(path => path.EndsWith(".mslog", StringComparison.Ordinal)))
            Segments.Add((path, Convert.ToUInt64(Path.GetFileNameWithoutExtension(path), 16), disk.ReadAll(path)));
        // Every operation is one record; definitions are made on the way.
        var records = Segments.SelectMany(segment => new LogSegmentImage(segment.Bytes, segment.Number).Records).Where(record => !record.IsDefinition).ToList();
        if (records.Count != operations.Count || Segments.Count != 3)
            throw new TrialFailedException($"{Segments.Count} segments with {records.Count} records for {operations.Count} operations");
        foreach (var (record, operation) in records.Zip(operations))
            _bySequence.Add(record.Sequence, operation);
    }

    public static Lazy<Task<LogStore>> Instance { get; } = new(MakeAsync);

    public static DatabaseOptions Options { get; } = new() { RootDirectory = MemoryDisk.Root, Zone = MarketTimeZone.Utc, CheckpointInterval = TimeSpan.FromDays(1) };

    public List<(string Path, ulong Number, byte[] Bytes)> Segments { get; } = [];

    /// <summary>What the store holds when these records are read, and no others.</summary>
    public StoreModel ModelOf(IEnumerable<LogRecordSpan> records) => StoreModel.Of(records.Where(record => !record.IsDefinition).Select(record => _bySequence[record.Sequence]));

    static async Task<LogStore> MakeAsync()
    {
        var disk = new MemoryDisk();
        var schedule = new FaultSchedule();
        var operations = new List<StoreOperation>();
        var random = new Random(4_711);
        var database = Database.Open(Options, new CapturedLog(), new FaultyDisk(disk, schedule), TimeProvider.System);
        var number = 0L;
        for (var segment = 1; segment <= 3; segment++)
        {
            for (var step = 0; step < (segment == 3 ? 20 : 44) || (segment == 3 && Length(disk) < LastSegmentBytes); step++)
            {
                var operation = Next(random, ref number, segment, step);
                await operation.RunAsync(database);
                operations.Add(operation);
            }

            if (segment == 3)
                break;
            // A checkpoint that gets as far as its new segment: the older ones stay.
            var last = new StoreOperation.Write(($"N{segment}/1H/TICK", true, [new(++number, Year2024, 0)]));
            await last.RunAsync(database);
            operations.Add(last);
            schedule.Refuses = (kind, path) => kind == DiskCallKind.SyncDirectory && path != MemoryDisk.Root;
            await database.CheckpointAsync();
            schedule.Refuses = null;
        }

        var image = disk.Clone();
        await database.DisposeAsync();
        return new(operations, image);
    }

    static long Length(MemoryDisk disk) => disk.ReadAll(disk.Files.Last(path => path.EndsWith(".mslog", StringComparison.Ordinal))).Length;

    static StoreOperation Next(Random random, ref long number, int segment, int step)
    {
        var numbers = number;
        var start = Year2024 + (random.Next(2) * 86_400);
        StoreRow[] Slots(int count) => [.. Enumerable.Range(0, count).Select(slot => new StoreRow(++numbers, start + (slot * 60L), 0))];
        StoreRow[] Ticks(int count) => [.. Enumerable.Range(0, count).Select(_ => new StoreRow(++numbers, start + random.Next(60), random.Next(1_000_000)))];
        // The last segment is long and has large records: every one's end is looked at.
        var most = segment == 3 ? 60 : 4;
        StoreOperation operation = (step % 16) switch
        {
            3 => new StoreOperation.Create($"C{step}/1H/S{segment}", isVariable: step % 3 == 0, 2024),
            7 => new StoreOperation.Destroy($"C{step - 4}"),
            _ when random.Next(3) == 0 => new StoreOperation.Write(("T/1H/TICK", true, Ticks(random.Next(1, most + 1)))),
            _ => new StoreOperation.Write(("F/1Min/BARS", false, Slots(random.Next(1, most))), ($"T{random.Next(3)}/1Min/TICK", true, Ticks(random.Next(1, most)))),
        };
        number = numbers;
        return operation;
    }
}
