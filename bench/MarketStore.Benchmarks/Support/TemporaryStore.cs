using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Benchmarks.Support;

/// <summary>A data directory for one benchmark, on the disk that holds the temporary directory. Gone when disposed.</summary>
sealed class TemporaryStore : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("marketstore-benchmark-").FullName;

    public TemporaryStore(Func<DatabaseOptions, DatabaseOptions>? change = null)
    {
        var options = new DatabaseOptions { RootDirectory = Path.Combine(_directory, "data") };
        Database = Database.Open(change is null ? options : change(options), NullLogger<Database>.Instance);
    }

    public Database Database { get; }

    public string Root => Database.Options.RootDirectory;

    /// <summary>A plain file beside the data, for the limits of the disk.</summary>
    public string PlainFile => Path.Combine(_directory, "plain");

    public void Write(string key, ColumnSeries rows, bool isVariable = false) =>
        Database.WriteAsync([new BucketWrite(TimeBucketKey.Parse(key), rows, isVariable)]).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
