using System.Buffers.Binary;
using System.Globalization;
using NodaTime;

namespace MarketStore.TestKit.Files;

/// <summary>Reads all year files of a bucket into the dataset that a query for all of it answers.</summary>
public static class BucketDecoder
{
    const long NanosecondsPerSecond = 1_000_000_000;

    /// <param name="key">Such as <c>AAPL/1Min/OHLCV</c>.</param>
    /// <param name="timeZone">The zone that decided the slots.</param>
    public static Dictionary<string, object?> ReadDataset(string root, string key, string timeZone, bool isCompressed)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var columns = new List<(string Name, string Type, MemoryStream Data)>();
        var rowCount = 0L;
        foreach (var path in YearPaths(Path.Combine(root, key)))
        {
            using var file = new YearFile(path, isCompressed);
            if (columns.Count == 0)
                columns = Declare(file.Header);
            foreach (var (index, rows) in file.Slots())
            {
                foreach (var row in rows)
                    Append(columns, file.Header, SlotStart(file.Header, index, zone), row);
                rowCount += rows.Count;
            }
        }

        var longKey = key + ":Symbol/Timeframe/AttributeGroup";
        return new()
        {
            ["types"] = columns.Select(column => (object?)column.Type).ToList(),
            ["names"] = columns.Select(column => (object?)column.Name).ToList(),
            ["data"] = columns.Select(column => (object?)column.Data.ToArray()).ToList(),
            ["length"] = rowCount,
            ["startindex"] = new Dictionary<string, object?> { [longKey] = 0L },
            ["lengths"] = new Dictionary<string, object?> { [longKey] = rowCount },
        };
    }

    static IEnumerable<string> YearPaths(string directory) =>
        Directory.EnumerateFiles(directory, "*.bin").OrderBy(path => int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture));

    static List<(string Name, string Type, MemoryStream Data)> Declare(YearFileHeader header)
    {
        var columns = new List<(string, string, MemoryStream)> { ("Epoch", "i8", new()) };
        columns.AddRange(header.Columns.Select(column => (column.Name, YearFileHeader.TypeName(column.Type), new MemoryStream())));
        if (header.IsVariable)
            columns.Add(("Nanoseconds", "i4", new()));
        return columns;
    }

    static void Append(List<(string Name, string Type, MemoryStream Data)> columns, YearFileHeader header, long slotStart, byte[] row)
    {
        var nanoseconds = header.IsVariable ? TicksToNanoseconds(BinaryPrimitives.ReadUInt32LittleEndian(row.AsSpan(header.FieldBytes)), header.TimeframeNanoseconds) : 0;
        columns[0].Data.Write(BitConverter.GetBytes(slotStart + nanoseconds / NanosecondsPerSecond));
        var offset = 0;
        for (var column = 0; column < header.Columns.Count; column++)
        {
            var size = YearFileHeader.TypeSize(header.Columns[column].Type);
            columns[column + 1].Data.Write(row, offset, size);
            offset += size;
        }

        if (header.IsVariable)
            columns[^1].Data.Write(BitConverter.GetBytes((int)(nanoseconds % NanosecondsPerSecond)));
    }

    // A slot is divided into 2^32 ticks.
    static long TicksToNanoseconds(uint ticks, long timeframeNanoseconds) =>
        (long)(((UInt128)ticks * (ulong)timeframeNanoseconds + (1UL << 31)) >> 32);

    static long SlotStart(YearFileHeader header, long index, DateTimeZone zone)
    {
        var newYear = new LocalDate((int)header.Year, 1, 1);
        // Daily slots are calendar days; all others count elapsed time from the new year on.
        return header.IsDaily
            ? zone.AtStartOfDay(newYear.PlusDays((int)index)).ToInstant().ToUnixTimeSeconds()
            : zone.AtStartOfDay(newYear).ToInstant().ToUnixTimeSeconds() + (index - 1) * (header.TimeframeNanoseconds / NanosecondsPerSecond);
    }
}
