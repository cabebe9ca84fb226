using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Benchmarks.Support;

/// <summary>A data directory for one benchmark, on the disk that holds the temporary directory. Gone when disposed.</summary>
sealed class TemporaryStore : IAsyncDisposable
{
    public const string Bars = "AAPL/1Min/OHLCV";

    readonly string _directory = Directory.CreateTempSubdirectory("marketstore-benchmark-").FullName;

    public TemporaryStore(Func<DatabaseOptions, DatabaseOptions>? change = null)
    {
        var options = new DatabaseOptions { RootDirectory = Path.Combine(_directory, "data") };
        Database = Database.Open(change is null ? options : change(options), NullLogger<Database>.Instance);
    }

    /// <summary>A store with a year of minute bars in <see cref="Bars"/>.</summary>
    public static TemporaryStore WithYearOfBars()
    {
        var store = new TemporaryStore();
        using var year = DataSet.BarRows(DataSet.YearStart, DataSet.MinutesOfYear);
        store.Write(Bars, year);
        return store;
    }

    public Database Database { get; private set; }

    public string Root => Database.Options.RootDirectory;

    /// <summary>A plain file beside the data, for the limits of the disk.</summary>
    public string PlainFile => Path.Combine(_directory, "plain");

    public void Write(string key, ColumnSeries rows, bool isVariable = false) =>
        Database.WriteAsync([new BucketWrite(TimeBucketKey.Parse(key), rows, isVariable)]).GetAwaiter().GetResult();

    /// <summary>Brings all rows into the files, ticks into blocks: which of them a checkpoint leaves in memory depends on when it came.</summary>
    public async Task ReopenAsync()
    {
        var options = Database.Options;
        await Database.DisposeAsync();
        Database = Database.Open(options, NullLogger<Database>.Instance);
    }

    /// <summary>Reads rows of a bucket, and returns how many there were.</summary>
    public int Scan(string key, ScanRequest request)
    {
        using var rows = Database.Scan(TimeBucketKey.Parse(key), request);
        return rows.RowCount;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
