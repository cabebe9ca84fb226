using System.Globalization;
using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Trials.Fuzz.Disk;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>A start of the engine on a directory that holds something odd, a look at everything in it, and a clean stop. None of it may fail.</summary>
static class Restart
{
    /// <summary>More than the files here hold, so that all of it is read.</summary>
    const long MaxRows = 200_000;

    static readonly FixedClock Clock = new();

    /// <summary>Returns all buckets with their rows, and what the engine complained of.</summary>
    public static (string Rows, string Complaints) Run(MemoryDisk disk, DatabaseOptions options, Action<Database>? use = null)
    {
        var log = new StorageLog();
        var database = Database.Open(options, log, disk, Clock);
        var rows = new StringBuilder();
        try
        {
            foreach (var key in database.ListBuckets())
                rows.Append(CultureInfo.InvariantCulture, $"{key}: {Read(database, key)}\n");
            use?.Invoke(database);
        }
        finally
        {
            database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        return (rows.ToString(), log.ToString());
    }

    /// <summary>How many rows each bucket has, without what they hold.</summary>
    public static string CountsOf(string rows) => string.Join(';', rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(8).Select(line => line.Split(',')[0]));

    /// <summary>Rows in words; a bucket may refuse.</summary>
    public static string Read(Database database, TimeBucketKey key)
    {
        try
        {
            using var all = database.Scan(key, new ScanRequest(TimeRange.All, MaxRows));
            using var last = database.Scan(key, new ScanRequest(TimeRange.All, RowLimit: 1, ScanDirection.Last));
            using var few = database.Scan(key, new ScanRequest(new(new(1_590_000_000, 0), new(1_600_000_000, 5)), RowLimit: 3, ScanDirection.First, ["P"]));
            var epochs = all.Epochs;
            for (var row = 1; row < epochs.Length; row++)
            {
                if (epochs[row] < epochs[row - 1])
                    throw new TrialFailedException($"{key}: row {row} lies before the one above it");
            }

            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{all.RowCount} rows,");
            foreach (var column in all.Columns)
                text.Append(CultureInfo.InvariantCulture, $" {column.Name}:{column.Type} {System.IO.Hashing.XxHash3.HashToUInt64(column.Data.Span):x}");
            return text.ToString();
        }
        catch (MarketStoreException refusal)
        {
            return $"refused: {OutcomeText.KindOf(refusal.Message)}";
        }
    }
}
