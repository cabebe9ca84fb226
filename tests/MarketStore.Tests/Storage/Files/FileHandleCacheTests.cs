using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Core.Time;
using MarketStore.Tests.Storage.Doubles;
using Xunit;
using YearFile = MarketStore.Storage.Files.YearFile;

namespace MarketStore.Tests.Storage.Files;

public sealed class FileHandleCacheTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();
    readonly StorageContext _context;
    readonly FileHandleCache _cache;
    readonly Bucket _bucket;

    public FileHandleCacheTests()
    {
        _context = new(new DatabaseOptions { RootDirectory = _directory.Path, MaxOpenFiles = 2 }, PosixDisk.Instance, new RecordingLog());
        _cache = _context.Files;
        _bucket = new(TimeBucketKey.Parse("A/1D/B"), _directory.Path, Timeframes.Get("1D"), _context);
        _bucket.Announce(new(_bucket.Timeframe, RecordType.Fixed, [new("P", ElementType.Float32)], ""));
    }

    [Fact]
    public void A_file_in_use_is_not_closed_though_more_are_open_than_allowed()
    {
        var files = Files(4);
        var leases = files.Select(_cache.Acquire).ToArray();

        foreach (var lease in leases)
            Assert.Equal(1, lease.File.Read(new byte[1], 0));
        foreach (var lease in leases)
            lease.Dispose();
        using var again = _cache.Acquire(Files(5)[4]);
        Assert.InRange(_cache.OpenCount, 1, 2);
    }

    [Fact]
    public void The_file_not_used_for_longest_is_closed_first()
    {
        var files = Files(3);
        _cache.Acquire(files[0]).Dispose();
        var second = _cache.Acquire(files[1]);
        second.Dispose();
        var first = _cache.Acquire(files[0]);
        first.Dispose();

        _cache.Acquire(files[2]).Dispose();

        Assert.Equal(1, first.File.Read(new byte[1], 0));
        Assert.Throws<ObjectDisposedException>(() => second.File.Read(new byte[1], 0));
    }

    [Fact]
    public void A_file_is_opened_once_for_all_who_use_it()
    {
        var file = Files(1)[0];
        using var one = _cache.Acquire(file);
        using var two = _cache.Acquire(file);

        Assert.Same(one.File, two.File);
        Assert.Equal(1, _cache.OpenCount);
    }

    [Fact]
    public void A_dropped_file_is_closed_once_its_last_user_is_done()
    {
        var file = Files(1)[0];
        var one = _cache.Acquire(file);
        var two = _cache.Acquire(file);

        _cache.Drop(file);
        one.Dispose();
        Assert.Equal(1, two.File.Read(new byte[1], 0));
        two.Dispose();

        Assert.Throws<ObjectDisposedException>(() => two.File.Read(new byte[1], 0));
        Assert.Equal(0, _cache.OpenCount);
    }

    [Fact]
    public void A_retired_file_is_not_opened_again()
    {
        var file = Files(1)[0];
        file.Retire();

        Assert.Throws<IOException>(() => _cache.Acquire(file));
        Assert.Equal(0, _cache.OpenCount);
    }

    [Fact]
    public void Many_threads_that_share_few_handles_read_what_is_there()
    {
        var files = Files(8);
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, number =>
        {
            var file = files[number % files.Length];
            using var lease = _cache.Acquire(file);
            var year = new byte[8];
            Assert.Equal(8, lease.File.Read(year, 264));
            Assert.Equal(file.Year, BitConverter.ToInt64(year));
        });
        foreach (var file in files)
            _cache.Acquire(file).Dispose();
        Assert.Equal(2, _cache.OpenCount);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _directory.Dispose();
    }

    YearFile[] Files(int count)
    {
        var files = Enumerable.Range(2000, count).Select(year => new YearFile(_bucket, year)).ToArray();
        foreach (var file in files)
            file.Create(_bucket.Schema);
        return files;
    }
}
