using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Scrub;
using MarketStore.Trials.FailingCalls;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>
/// Damage to a year file: all else answers right; of the damaged file comes what its bytes still say, and what they cannot say is named in the log.
/// Each case also asks the scrub, and counts what it sees.
/// </summary>
static class YearDamage
{
    const int HeaderBytes = 37_024;
    const int SlotBytes = 24;
    const int PageBytes = 4_096;
    const int SectorBytes = 512;

    /// <summary>What the engine answers from the sound files, which other trials compare with what was written.</summary>
    static readonly Lazy<Dictionary<string, List<YearImage.ImageRow>>> SoundRows = new(() =>
    {
        var database = Database.Open(LogStore.Options, new CapturedLog(), YearStore.Instance.Value.GetAwaiter().GetResult().Clone(), TimeProvider.System);
        var rows = ((string[])[YearStore.Days, YearStore.Hours, YearStore.Beside]).ToDictionary(key => key, key => ReadBits(database, key), StringComparer.Ordinal);
        database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return rows;
    });

    public static IReadOnlyList<DamageGroup> Groups()
    {
        var disk = YearStore.Instance.Value.GetAwaiter().GetResult();
        var groups = new List<DamageGroup>();
        foreach (var key in (string[])[YearStore.Days, YearStore.Hours])
        {
            var sound = disk.ReadAll(YearStore.PathOf(key));
            var image = ImageOf(disk, key);
            var kind = key == YearStore.Days ? "fixed" : "variable";
            groups.Add(Flips($"{kind} file, header bit flipped", key, "header", HeaderBits()));
            groups.Add(Flips($"{kind} file, header padding bit flipped", key, "header padding", PaddingBits(isDaily: key == YearStore.Days)));
            groups.Add(Flips($"{kind} file, slot index bit flipped", key, "slot index", SlotBits(image, 0, 8)));
            groups.Add(Flips($"{kind} file, unused slot bit flipped", key, "unused slot", UnusedBits(image)));
            groups.Add(Flips($"{kind} file, {(key == YearStore.Days ? "value" : "triplet")} bit flipped", key, key == YearStore.Days ? "fixed value" : "triplet", SlotBits(image, 8, SlotBytes)));
            if (key == YearStore.Hours)
                groups.Add(Flips("variable file, block bit flipped", key, "block", [.. image.Blocks.SelectMany(block => Bits(block.Offset, block.Length))]));
            var pages = Enumerable.Range(0, (sound.Length / PageBytes) + 1).Select(page => page * PageBytes);
            var random = new Random(99);
            List<int> cuts = [.. pages, .. Enumerable.Range(Math.Max(0, sound.Length - 1_500), Math.Min(1_500, sound.Length)), .. Enumerable.Range(0, 300).Select(_ => random.Next(sound.Length))];
            groups.Add(new($"{kind} file cut short", cuts.Count, [], (number, tally) => RunAsync(key, "cut", bytes => bytes.SetLength(cuts[number]), tally)));
            var sectors = (sound.Length + SectorBytes - 1) / SectorBytes;
            groups.Add(new($"{kind} file, sector zeroed", sectors, [], (number, tally) => RunAsync(key, "zeroed sector", bytes => bytes.Write(new byte[Math.Min(SectorBytes, sound.Length - (number * SectorBytes))], number * SectorBytes), tally)));
            groups.Add(new($"{kind} file, sector doubled", sectors - 1, [], (number, tally) => RunAsync(
                key, "doubled sector", bytes => bytes.Write(sound.AsSpan(number * SectorBytes, Math.Min(SectorBytes, sound.Length - ((number + 1) * SectorBytes))), (number + 1) * SectorBytes), tally)));
        }

        return groups;
    }

    static DamageGroup Flips(string name, string key, string part, List<(long Offset, int Bit)> bits) => new(name, bits.Count, [], (number, tally) => RunAsync(key, part, file =>
    {
        Span<byte> value = stackalloc byte[1];
        file.Read(value, bits[number].Offset);
        value[0] ^= (byte)(1 << bits[number].Bit);
        file.Write(value, bits[number].Offset);
    }, tally));

    static IEnumerable<(long Offset, int Bit)> Bits(long start, long count) =>
        from offset in Enumerable.Range(0, (int)count)
        from bit in Enumerable.Range(0, 8)
        select (start + offset, bit);

    /// <summary>Every field in use: version, description, year to record length, the two columns' names and types.</summary>
    static List<(long Offset, int Bit)> HeaderBits() =>
        [.. Bits(0, 8), .. Bits(8, "Created By Writer".Length), .. Bits(264, 40), .. Bits(312, StoreRow.NumberColumn.Length), .. Bits(344, StoreRow.PriceColumn.Length), .. Bits(33_080, 2)];

    /// <summary>A bit of every ninth byte without meaning, behind description, names and types and in what is reserved. The slot of January 1 of daily buckets lies at the very end.</summary>
    static List<(long Offset, int Bit)> PaddingBits(bool isDaily) =>
    [
        .. from offset in Enumerable.Range(8, HeaderBytes - 8 - (isDaily ? SlotBytes : 0))
           where offset % 9 == 0 && offset is (>= 25 and < 264) or (>= 304 and < 312) or (>= 318 and < 344) or (>= 349 and < 33_080) or >= 33_082
           select ((long)offset, offset % 8),
    ];

    static long OffsetOf(long index) => HeaderBytes + ((index - 1) * SlotBytes);

    static List<(long Offset, int Bit)> SlotBits(YearImage image, int from, int to) =>
        [.. image.Rows.Select(row => row.Index).Distinct().SelectMany(index => Bits(OffsetOf(index) + from, to - from))];

    /// <summary>Of the slots behind each that is in use.</summary>
    static List<(long Offset, int Bit)> UnusedBits(YearImage image)
    {
        var used = image.Rows.Select(row => row.Index).ToHashSet();
        return [.. used.Select(index => index + 1).Where(index => !used.Contains(index) && OffsetOf(index) < image.EndOfSlots - SlotBytes).SelectMany(index => Bits(OffsetOf(index), SlotBytes))];
    }

    static YearImage ImageOf(MemoryDisk disk, string key)
    {
        using var file = disk.Open(YearStore.PathOf(key), DiskOpenMode.Read);
        return new(
            (offset, count) =>
            {
                var bytes = new byte[count];
                file.Read(bytes, offset);
                return bytes;
            },
            file.Length, YearStore.DamagedYear, YearStore.DamagedYearStart, YearStore.DamagedYearDays, key == YearStore.Days ? 86_400 : 3_600, isVariable: key == YearStore.Hours);
    }

    static async Task RunAsync(string key, string part, Action<IDiskFile> damage, TrialTally tally)
    {
        var original = YearStore.Instance.Value.GetAwaiter().GetResult();
        var disk = original.Clone();
        using (var file = disk.Open(YearStore.PathOf(key), DiskOpenMode.ReadWrite))
            damage(file);
        var image = ImageOf(disk, key);
        CountScrub(disk, key, part, tally);
        for (var start = 1; start <= 2; start++)
        {
            var log = new CapturedLog();
            await using var database = Database.Open(LogStore.Options, log, disk, TimeProvider.System);
            foreach (var each in (string[])[YearStore.Days, YearStore.Hours, YearStore.Beside])
                CheckRows(database, each, each == key ? image : null, $"start {start}");
            CheckReports(image, YearStore.PathOf(key), log, $"start {start}");
        }
    }

    /// <summary>The rows of the damaged file are those that its bytes say; all others are as they were.</summary>
    static void CheckRows(Database database, string key, YearImage? image, string when)
    {
        var read = ReadBits(database, key);
        var sound = SoundRows.Value[key];
        IEnumerable<YearImage.ImageRow> due = sound;
        if (image is not null)
        {
            bool IsOfYear(YearImage.ImageRow row) => row.Epoch >= YearStore.DamagedYearStart && row.Epoch < YearStore.DamagedYearStart + (YearStore.DamagedYearDays * 86_400L);
            due = [.. sound.Where(row => row.Epoch < YearStore.DamagedYearStart), .. image.Rows.Select(row => row with { Index = 0 }), .. sound.Where(row => !IsOfYear(row) && row.Epoch > YearStore.DamagedYearStart)];
        }

        var expected = due.ToList();
        for (var row = 0; row < Math.Max(read.Count, expected.Count); row++)
        {
            if (row >= read.Count || row >= expected.Count || read[row] != expected[row])
                throw new TrialFailedException($"{when}: {key}, row {row} of {read.Count}, due {expected.Count}: {(row < read.Count ? read[row] : null)}, due {(row < expected.Count ? expected[row] : null)}");
        }
    }

    static List<YearImage.ImageRow> ReadBits(Database database, string key)
    {
        using var series = database.Scan(TimeBucketKey.Parse(key), new(TimeRange.All));
        if (!series.TryGetColumn(StoreRow.NumberColumn, out var numbers) || !series.TryGetColumn(StoreRow.PriceColumn, out var prices))
            throw new TrialFailedException($"{key} has the columns {string.Join(", ", series.Shapes)}");
        var nanoseconds = series.TryGetColumn(ColumnSeries.NanosecondsName, out var column) ? column.Value.Values<int>().ToArray() : new int[series.RowCount];
        var rows = new List<YearImage.ImageRow>(series.RowCount);
        for (var row = 0; row < series.RowCount; row++)
            rows.Add(new(0, numbers.Value.Values<long>()[row], prices.Value.Values<long>()[row], series.Epochs[row], nanoseconds[row]));
        return rows;
    }

    /// <summary>A file that is set aside or cut short, and every block that cannot be read, is named; nothing else is complained about.</summary>
    static void CheckReports(YearImage image, string path, CapturedLog log, string when)
    {
        var due = image.Unreadable.Select(slot => $"the block of slot {slot} ").ToList();
        if (image.IsSetAside)
            due.Add("is set aside");
        if (image.IsCutShort)
            due.Add("was cut short");
        foreach (var part in due)
        {
            if (!log.Errors.Any(text => text.Contains(path, StringComparison.Ordinal) && text.Contains(part, StringComparison.Ordinal)))
                throw new TrialFailedException($"{when}: no error names {path} and says \"{part}\"; the log says: {string.Join(" / ", log.Warnings)}");
        }

        if (log.Warnings.Count > due.Count)
            throw new TrialFailedException($"{when}: {string.Join(", ", due)} is due to be told, and the log says: {string.Join(" / ", log.Warnings)}");
    }

    static void CountScrub(MemoryDisk disk, string key, string part, TrialTally tally)
    {
        var report = Scrubber.Run(LogStore.Options, disk);
        if (report.Findings.FirstOrDefault(finding => finding.Path != YearStore.PathOf(key)) is { } stray)
            throw new TrialFailedException($"the scrub complains of a sound file: {stray}");
        tally.Add($"scrub, {part}, damaged");
        if (!report.IsClean)
            tally.Add($"scrub, {part}, found");
    }
}
