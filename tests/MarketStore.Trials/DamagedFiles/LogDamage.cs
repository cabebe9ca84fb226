using MarketStore.Storage;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>Damage to our log: a start restores the longest sound beginning of each segment, says what is damaged and keeps it, and a second start works.</summary>
static class LogDamage
{
    const int TailBytes = 64 << 10;
    const int FlippedBytes = 4 << 10;
    const int SectorBytes = 512;
    const int ChanceCases = 4_000;

    public static IReadOnlyList<DamageGroup> Groups()
    {
        var store = LogStore.Instance.Value.GetAwaiter().GetResult();
        var last = store.Segments[^1];
        var tailStart = last.Bytes.Length - TailBytes;
        return
        [
            new("log cut short", TailBytes, BesideEnds(store, segment: 2, offset => last.Bytes.Length - 1 - offset, TailBytes), (number, tally) => RunAsync(store, 2, bytes => bytes[..(last.Bytes.Length - 1 - number)], tally)),
            new("log bit flipped", FlippedBytes * 8, BesideEnds(store, segment: 1, offset => offset * 8, FlippedBytes * 8), (number, tally) => RunAsync(store, 1, bytes => Flip(bytes, number), tally)),
            new("log sector zeroed", TailBytes / SectorBytes, [], (number, tally) => RunAsync(store, 2, bytes => Sector(bytes, tailStart, number, (all, at) => all.AsSpan(at, SectorBytes).Clear()), tally)),
            new("log sector doubled", (TailBytes / SectorBytes) - 1, [], (number, tally) => RunAsync(store, 2, bytes => Sector(bytes, tailStart, number, (all, at) => all.AsSpan(at, SectorBytes).CopyTo(all.AsSpan(at + SectorBytes))), tally)),
            new("log sectors swapped", (TailBytes / SectorBytes) - 1, [], (number, tally) => RunAsync(store, 2, bytes => Sector(bytes, tailStart, number, (all, at) => Swap(all, at, at + SectorBytes)), tally)),
            new("log damaged by chance", ChanceCases, [], (number, tally) => RunAsync(store, number % 3, bytes => Chance(bytes, new Random(number)), tally)),
        ];
    }

    /// <summary>Numbers of the cases at the ends of records, and one to either side.</summary>
    static List<int> BesideEnds(LogStore store, int segment, Func<int, int> numberOf, int count)
    {
        var image = new LogSegmentImage(store.Segments[segment].Bytes, store.Segments[segment].Number);
        return [.. image.Records.SelectMany(record => new[] { record.End - 1, record.End, record.End + 1 }).Select(numberOf).Where(number => number >= 0 && number < count).Distinct()];
    }

    static byte[] Flip(byte[] bytes, int bit)
    {
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return bytes;
    }

    static byte[] Sector(byte[] bytes, int start, int number, Action<byte[], int> damage)
    {
        damage(bytes, start + (number * SectorBytes));
        return bytes;
    }

    static void Swap(byte[] bytes, int left, int right)
    {
        var kept = bytes.AsSpan(left, SectorBytes).ToArray();
        bytes.AsSpan(right, SectorBytes).CopyTo(bytes.AsSpan(left));
        kept.CopyTo(bytes, right);
    }

    /// <summary>Sectors swapped, zeroed or filled with anything, at any place of a segment; several at once.</summary>
    static byte[] Chance(byte[] bytes, Random random)
    {
        var sectors = bytes.Length / SectorBytes;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var (left, right) = (random.Next(sectors) * SectorBytes, random.Next(sectors) * SectorBytes);
            switch (random.Next(4))
            {
                case 0:
                    Swap(bytes, left, right);
                    break;
                case 1:
                    bytes.AsSpan(left, SectorBytes).Clear();
                    break;
                case 2:
                    bytes.AsSpan(left, SectorBytes).CopyTo(bytes.AsSpan(right));
                    break;
                default:
                    random.NextBytes(bytes.AsSpan(left, random.Next(1, SectorBytes)));
                    break;
            }
        }

        return bytes;
    }

    static async Task RunAsync(LogStore store, int damaged, Func<byte[], byte[]> damage, TrialTally tally)
    {
        var disk = new MemoryDisk();
        var records = new List<LogRecordSpan>();
        var reports = new List<(string Path, LogSegmentImage Image, byte[] Bytes)>();
        for (var number = 0; number < store.Segments.Count; number++)
        {
            var (path, segment, sound) = store.Segments[number];
            var bytes = number == damaged ? damage((byte[])sound.Clone()) : sound;
            disk.WriteAll(path, bytes);
            var image = new LogSegmentImage(bytes, segment);
            records.AddRange(image.Records);
            if (image.HasHeader ? image.EndsInDamage : bytes.Length > 64)
                reports.Add((path, image, bytes));
        }

        var due = store.ModelOf(records);
        tally.Add(reports.Count > 0 ? "reported damage of a log" : "torn ends of a log");
        var log = new CapturedLog();
        await using (var database = Database.Open(LogStore.Options, log, disk, TimeProvider.System))
            Check(due, database, log, "the start");
        CheckReports(disk, reports, log);
        if (disk.Files.FirstOrDefault(path => path.EndsWith(".mslog", StringComparison.Ordinal)) is { } left)
            throw new TrialFailedException($"{left} is left after a clean stop");
        var second = new CapturedLog();
        await using (var database = Database.Open(LogStore.Options, second, disk, TimeProvider.System))
            Check(due, database, second, "the second start");
        if (second.Warnings.Count > 0)
            throw new TrialFailedException($"the second start complains: {second.Warnings[0]}");
    }

    static void Check(StoreModel due, Database database, CapturedLog log, string when)
    {
        if (due.FindDifference(StoreReader.ReadAll(database)) is { } difference)
            throw new TrialFailedException($"{when}: {difference}{string.Concat(log.Warnings.Select(text => $"\n  logged: {text}"))}");
    }

    /// <summary>Each damaged segment is named with its offset and the buckets known to be in it, and a copy is kept; nothing else is complained about.</summary>
    static void CheckReports(MemoryDisk disk, List<(string Path, LogSegmentImage Image, byte[] Bytes)> reports, CapturedLog log)
    {
        if (log.Warnings.Count != reports.Count)
            throw new TrialFailedException($"{reports.Count} segments are damaged, and the log says: {string.Join(" / ", log.Warnings)}");
        foreach (var (path, image, bytes) in reports)
        {
            string[] due = [path, $"offset {(image.HasHeader ? image.End : 0)}", .. image.Records.Where(record => record.IsDefinition).Select(record => record.Key!).Distinct()];
            if (!log.Errors.Any(text => due.All(part => text.Contains(part, StringComparison.Ordinal))))
                throw new TrialFailedException($"no error names {string.Join(", ", due)}; the log says: {string.Join(" / ", log.Errors)}");
            if (!disk.FileExists(path + ".damaged") || !disk.ReadAll(path + ".damaged").AsSpan().SequenceEqual(bytes))
                throw new TrialFailedException($"{path}.damaged is no copy of the damaged segment");
        }
    }
}
