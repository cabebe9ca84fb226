using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Trials.Fuzz.Disk;
using MarketStore.Trials.Fuzz.Mutation;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>A directory with rows of both kinds, and the segments that its log had on the way: together they have records of every kind.</summary>
sealed class LogSample
{
    const long Start = 1_590_969_600;

    // Enough bytes that do not compress for a block whose rows are carried rather than written anew.
    const int CarriedBlockRows = 600;

    LogSample(MemoryDisk disk, IReadOnlyList<byte[]> segments) => (Disk, Segments) = (disk, segments);

    static readonly Lazy<LogSample> Made = new(() => MakeAsync().GetAwaiter().GetResult());

    public static LogSample Instance => Made.Value;

    /// <summary>Year files without a log.</summary>
    public MemoryDisk Disk { get; }

    public IReadOnlyList<byte[]> Segments { get; }

    static async Task<LogSample> MakeAsync()
    {
        var disk = new MemoryDisk();
        var segments = new List<byte[]>();
        var database = Database.Open(FuzzServer.Options, NullLogger.Instance, disk, new FixedClock());
        await WriteAsync(database, "A/1Min/P", Epochs(0, 60, 180), Floats(1, 2, 3));
        await WriteAsync(database, "D/1D/P", Epochs(0, 86_400), Floats(1, 2));
        await WriteAsync(database, "T/4H/X", Epochs(0, 5, 20_000), Floats(1, 2, 3), Nanoseconds(1, 2, 3));
        await database.CreateAsync(TimeBucketKey.Parse("C/1H/Y"), RecordType.Fixed, [new("V", ElementType.Int64)], 2021);
        segments.AddRange(SegmentsOf(disk));
        await WriteAsync(
            database, "T/4H/X", Epochs([.. Enumerable.Range(0, CarriedBlockRows).Select(row => 40_000L + row)]), Floats(Noise(CarriedBlockRows)), Nanoseconds(new int[CarriedBlockRows]));
        await database.CheckpointAsync();
        await WriteAsync(database, "T/4H/X", Epochs(40_001), Floats(9), Nanoseconds(7));
        await database.DestroyAsync("C/1H/Y");
        segments.AddRange(SegmentsOf(disk));
        await database.CheckpointAsync();
        await WriteAsync(database, "A/1Min/P", Epochs(240), Floats(4));
        segments.AddRange(SegmentsOf(disk));
        await database.DisposeAsync();
        return new(disk, segments);
    }

    public static Task WriteAsync(Database database, string key, params Column[] columns) =>
        database.WriteAsync([new(TimeBucketKey.Parse(key), new ColumnSeries(columns, columns[0].RowCount), columns.Any(column => column.Name == ColumnSeries.NanosecondsName))]);

    public static Column Epochs(params long[] sinceStart) => Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, sinceStart.Select(offset => Start + offset).ToArray());

    public static Column Floats(params float[] values) => Column.Of<float>("P", ElementType.Float32, values);

    public static Column Nanoseconds(params int[] values) => Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, values);

    static float[] Noise(int count)
    {
        var chance = new Chance(1);
        return [.. Enumerable.Range(0, count).Select(_ => BitConverter.UInt32BitsToSingle((uint)chance.Next()))];
    }

    static List<byte[]> SegmentsOf(MemoryDisk disk) =>
        [.. disk.FilePaths.Where(path => path.EndsWith(".mslog", StringComparison.Ordinal)).Select(disk.ReadFile).Where(bytes => bytes.Length > 64)];
}
