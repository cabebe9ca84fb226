using MarketStore.Storage;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>A store after a clean stop: a fixed and a variable bucket of several years, and one beside them. Made by the engine, once.</summary>
static class YearStore
{
    public const string Days = "F/1D/BARS";
    public const string Hours = "T/1H/TICK";
    public const string Beside = "Z/1Min/BARS";
    public const int DamagedYear = 2023;
    public const long DamagedYearStart = 1_672_531_200;
    public const int DamagedYearDays = 365;

    const long Year2022 = 1_640_995_200;
    const long Year2024 = 1_704_067_200;

    public static Lazy<Task<MemoryDisk>> Instance { get; } = new(MakeAsync);

    public static string PathOf(string key) => $"{MemoryDisk.Root}/{key}/{DamagedYear}.bin";

    static async Task<MemoryDisk> MakeAsync()
    {
        var disk = new MemoryDisk();
        var random = new Random(815);
        var number = 0L;
        StoreRow Row(long epoch, int nanoseconds = 0) => new(++number, epoch, nanoseconds);
        await using (var database = Database.Open(LogStore.Options, new CapturedLog(), disk, TimeProvider.System))
        {
            foreach (var start in (long[])[Year2022, DamagedYearStart, Year2024])
            {
                await new StoreOperation.Write(
                    (Days, false, [.. Enumerable.Range(0, 12).Select(day => Row(start + (day * 3 * 86_400L))), Row(start + (364 * 86_400L))]),
                    (Beside, false, [.. Enumerable.Range(0, 5).Select(minute => Row(start + (minute * 60L)))])).RunAsync(database);
                foreach (var (hour, count) in ((int, int)[])[(0, 1), (1, 3), (2, 30), (700, 8), (8_759, 2)])
                    await new StoreOperation.Write((Hours, true, [.. Enumerable.Range(0, count).Select(_ => Row(start + (hour * 3_600L) + random.Next(3_600), random.Next(1_000_000_000)))])).RunAsync(database);
            }
        }

        return disk;
    }
}
