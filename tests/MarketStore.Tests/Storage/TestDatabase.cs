using System.Runtime.CompilerServices;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Checkpoints;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Core.Time;
using MarketStore.Tests.Storage.Doubles;

namespace MarketStore.Tests.Storage;

/// <summary>A database in a directory of its own, over a disk that can be watched and made to fail. No checkpoint happens by itself unless options ask for it.</summary>
sealed class TestDatabase : IAsyncDisposable
{
    readonly TemporaryDirectory _directory;

    TestDatabase(TemporaryDirectory directory, DatabaseOptions options, HookedDisk disk)
    {
        (_directory, Options, Disk) = (directory, options, disk);
        Database = Database.Open(options, Log, disk, TimeProvider.System);
    }

    public Database Database { get; private set; }

    public DatabaseOptions Options { get; private set; }

    public HookedDisk Disk { get; }

    public RecordingLog Log { get; } = new();

    public string Root => Options.RootDirectory;

    public string[] LogSegments => [.. FilesIn(Root, "*.mslog")];

    public static TestDatabase Open(Func<DatabaseOptions, DatabaseOptions>? change = null, string zoneName = "UTC", Action<string>? prepare = null, Action<HookedDisk>? hook = null)
    {
        var directory = new TemporaryDirectory();
        try
        {
            var root = directory.Combine("data");
            if (prepare is not null)
            {
                Directory.CreateDirectory(root);
                prepare(root);
            }

            var options = new DatabaseOptions { RootDirectory = root, Zone = Zones.Get(zoneName), CheckpointInterval = TimeSpan.FromDays(1) };
            var disk = new HookedDisk();
            hook?.Invoke(disk);
            return new(directory, change?.Invoke(options) ?? options, disk);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A database over a copy of the directory as it is now: what a start after a kill would find.</summary>
    public TestDatabase OpenCopy(Action<string>? prepare = null, Func<DatabaseOptions, DatabaseOptions>? change = null, Action<HookedDisk>? hook = null) => Open(
        defaults => (change ?? (same => same))(Options with { RootDirectory = defaults.RootDirectory }),
        prepare: copy =>
        {
            Disk.WhileStill(() => SparseCopy.Directory(Root, copy));
            prepare?.Invoke(copy);
        },
        hook: hook);

    /// <summary>Stops cleanly and starts again.</summary>
    public async Task ReopenAsync(Func<DatabaseOptions, DatabaseOptions>? change = null, Action<string>? prepare = null)
    {
        await Database.DisposeAsync();
        prepare?.Invoke(Root);
        Options = change?.Invoke(Options) ?? Options;
        Database = Database.Open(Options, Log, Disk, TimeProvider.System);
    }

    /// <summary>Asks for a checkpoint; there must be something in the log. Returns when it has dropped the log's older segments.</summary>
    public async Task CheckpointAsync()
    {
        var dropped = Disk.Next(call => call is { Kind: DiskCallKind.DeleteFile, IsLog: true });
        RequestCheckpoint();
        await dropped;
    }

    public void RequestCheckpoint() => RequestCheckpoint(Database);

    public static void RequestCheckpoint(Database database) => CheckpointerOf(database).Request();

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public Task WriteAsync(string key, params Column[] columns) => Database.WriteAsync([Write(key, columns)]);

    /// <summary>Ticks when there is a column of nanoseconds.</summary>
    public static BucketWrite Write(string key, params Column[] columns) =>
        new(TimeBucketKey.Parse(key), Rows.Of(columns), columns.Any(column => column.Name == ColumnSeries.NanosecondsName));

    public Task CreateAsync(string key, RecordType recordType, int year, params DataShape[] columns) =>
        Database.CreateAsync(TimeBucketKey.Parse(key), recordType, columns, year);

    public string Read(string key, long? limit = null, ScanDirection direction = ScanDirection.First, TimeRange? range = null, IReadOnlyList<string>? columns = null)
    {
        using var rows = Database.Scan(TimeBucketKey.Parse(key), new(range ?? TimeRange.All, limit, direction, columns));
        return Rows.Describe(rows);
    }

    /// <summary>Every bucket with all its rows, a line each.</summary>
    public string ReadAll() => string.Join('\n', Database.ListBuckets().Select(key => $"{key} = {Read(key.ToString())}"));

    /// <summary>Bytes that a file takes up on the disk.</summary>
    public static long AllocatedBytes(string path) => SparseFile.DataExtents(path).Sum(extent => extent.Length);

    public async ValueTask DisposeAsync()
    {
        (Disk.Before, Disk.After) = (null, null);
        await Database.DisposeAsync();
        _directory.Dispose();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_checkpointer")]
    static extern ref Checkpointer CheckpointerOf(Database database);

    static IEnumerable<string> FilesIn(string root, string pattern) => Directory.EnumerateFiles(root, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
