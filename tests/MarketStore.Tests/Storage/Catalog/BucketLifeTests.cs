using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Storage.Catalog;

public class BucketLifeTests
{
    static readonly DataShape Price = new("P", ElementType.Float32);

    [Fact]
    public async Task A_write_of_no_rows_makes_nothing()
    {
        await using var db = TestDatabase.Open();

        await db.WriteAsync("A/1Min/B", Rows.Epoch(), Rows.F4("P"));
        await db.Database.WriteAsync([]);

        Assert.Empty(db.Database.ListBuckets());
        Assert.Empty(Directory.EnumerateDirectories(db.Root));
    }

    [Fact]
    public async Task A_bucket_cannot_be_created_twice()
    {
        await using var db = TestDatabase.Open();
        await db.CreateAsync("A/1Min/B", RecordType.Fixed, 2021, Price);

        foreach (var _ in (int[])[1, 2])
        {
            var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.CreateAsync("A/1Min/B", RecordType.Variable, 2020, Price));
            Assert.Equal((ErrorKind.AlreadyExists, "Can not overwrite file: File is already in directory"), (error.Kind, error.Message));
            await db.ReopenAsync();
        }

        Assert.True(db.Database.TryGetBucket(TimeBucketKey.Parse("A/1Min/B"), out var bucket));
        Assert.Equal((RecordType.Fixed, 2021), (bucket.RecordType, Assert.Single(bucket.Years)));
    }

    [Theory]
    [InlineData("A/1M/B")]
    [InlineData("A/Min/B")]
    [InlineData("A/99999Y/B")]
    public async Task A_key_whose_timeframe_is_none_is_refused(string key)
    {
        await using var db = TestDatabase.Open();

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.CreateAsync(key, RecordType.Fixed, 2021, Price));
        Assert.Equal("error: Unable to get timeframe from key", error.Message);
        await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(key, Rows.Epoch(0), Rows.F4("P", 1)));
    }

    [Theory]
    [InlineData(-9_991)]
    [InlineData(9_991)]
    [InlineData(int.MaxValue)]
    public async Task A_year_that_no_file_can_have_is_refused_and_leaves_a_log_that_replays(int year)
    {
        await using var db = TestDatabase.Open();

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.CreateAsync("A/1Min/B", RecordType.Fixed, year, Price));

        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        await using var copy = db.OpenCopy();
        Assert.Empty(copy.Database.ListBuckets());
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253_290_000_000)]
    public async Task A_time_outside_all_years_is_refused_by_its_row(long epoch)
    {
        await using var db = TestDatabase.Open();

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("A/1Min/B", Rows.Epoch(60, epoch), Rows.F4("P", 1, 2)));

        Assert.Contains($"A/1Min/B, row 1: the time {epoch} s lies outside the years", error.Message, StringComparison.Ordinal);
        Assert.Empty(db.Database.ListBuckets());
    }

    [Fact]
    public async Task Slots_over_a_day_are_no_place_for_ticks()
    {
        await using var db = TestDatabase.Open();

        await Assert.ThrowsAsync<MarketStoreException>(() => db.CreateAsync("A/1W/B", RecordType.Variable, 2021, Price));
        await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("A/1W/B", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0)));

        Assert.Empty(Directory.EnumerateDirectories(db.Root));
    }

    [Fact]
    public async Task Destroying_a_bucket_takes_parents_that_it_leaves_empty()
    {
        await using var db = TestDatabase.Open();
        await WriteAllAsync(db, "A/1Min/B", "A/1Min/C", "A/1D/B", "Z/1Min/B");

        await db.Database.DestroyAsync("A/1D/B");
        Assert.False(Directory.Exists(db.PathOf("A", "1D")));
        Assert.True(Directory.Exists(db.PathOf("A", "1Min")));

        await db.Database.DestroyAsync("A/1Min/B");
        Assert.True(File.Exists(db.PathOf("A", "1Min", "C", "1970.bin")));

        await db.Database.DestroyAsync("A/1Min/C");
        Assert.False(Directory.Exists(db.PathOf("A")));
        Assert.Equal("Z/1Min/B", Assert.Single(db.Database.ListBuckets()).ToString());
        Assert.Equal("Symbol", File.ReadAllText(db.PathOf("category_name")));
        await db.ReopenAsync(prepare: root => Assert.Empty(DataDirectoryCheck.Complaints(root)));
    }

    [Theory]
    [InlineData("A", "Z/1Min/B")]
    [InlineData("A/1Min", "A/1D/B Z/1Min/B")]
    [InlineData("A/1Min/C", "A/1D/B A/1Min/B Z/1Min/B")]
    public async Task Destroying_a_shorter_path_takes_all_below(string path, string due)
    {
        await using var db = TestDatabase.Open();
        await WriteAllAsync(db, "A/1Min/B", "A/1Min/C", "A/1D/B", "Z/1Min/B");

        await db.Database.DestroyAsync(path);

        Assert.Equal(due, string.Join(' ', db.Database.ListBuckets()));
        await db.ReopenAsync();
        Assert.Equal(due, string.Join(' ', db.Database.ListBuckets()));
    }

    [Theory]
    [InlineData("X", "Unable to find level item: X in directory", ErrorKind.NotFound)]
    [InlineData("A/1D", "Unable to find level item: 1D in directory", ErrorKind.NotFound)]
    [InlineData("A/1Min/X", "Unable to find level item: X in directory", ErrorKind.NotFound)]
    [InlineData("A/1Min/B/1970.bin", "more than three parts", ErrorKind.InvalidRequest)]
    [InlineData("", "a part is empty", ErrorKind.InvalidRequest)]
    [InlineData("A/", "a part is empty", ErrorKind.InvalidRequest)]
    [InlineData("A/..", "a part is \"..\"", ErrorKind.InvalidRequest)]
    [InlineData(".", "a part is \".\"", ErrorKind.InvalidRequest)]
    public async Task Destroying_what_is_not_there_is_an_error_and_harms_nothing(string path, string due, ErrorKind kind)
    {
        await using var db = TestDatabase.Open();
        await WriteAllAsync(db, "A/1Min/B");

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.Database.DestroyAsync(path));

        Assert.Contains(due, error.Message, StringComparison.Ordinal);
        Assert.Equal(kind, error.Kind);
        Assert.Equal("A/1Min/B = Epoch:i8 60 | P:f4 1", db.ReadAll());
    }

    [Fact]
    public async Task A_bucket_destroyed_may_come_again_with_another_schema()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(60, 120), Rows.F4("P", 1, 2));
        await db.Database.DestroyAsync("A");
        Assert.Equal(ErrorKind.NotFound, Assert.Throws<BucketNotFoundException>(() => db.Read("A/1Min/B")).Kind);

        await db.WriteAsync("A/1Min/B", Rows.Epoch(120), Rows.I8("Q", 3), Rows.Nanoseconds(0));

        Assert.Equal("A/1Min/B = Epoch:i8 120 | Q:i8 3 | Nanoseconds:i4 0", db.ReadAll());
        await db.ReopenAsync();
        Assert.Equal("A/1Min/B = Epoch:i8 120 | Q:i8 3 | Nanoseconds:i4 0", db.ReadAll());
    }

    [Fact]
    public async Task A_failed_first_write_leaves_no_bucket_and_the_next_may_bring_other_columns()
    {
        await using var db = TestDatabase.Open();
        await Assert.ThrowsAsync<MarketStoreException>(() => db.Database.WriteAsync([
            TestDatabase.Write("A/1Min/B", Rows.Epoch(60), Rows.F4("P", 1)),
            TestDatabase.Write("A/1W/T", Rows.Epoch(60), Rows.F4("P", 1), Rows.Nanoseconds(1)),
        ]));
        Assert.Empty(db.Database.ListBuckets());

        await db.WriteAsync("A/1Min/B", Rows.Epoch(60), Rows.I4("Q", 1));

        Assert.Equal("A/1Min/B = Epoch:i8 60 | Q:i4 1", db.ReadAll());
    }

    [Fact]
    public async Task Buckets_of_a_symbol_are_found_in_every_timeframe()
    {
        await using var db = TestDatabase.Open();
        await WriteAllAsync(db, "A/1Min/B", "A/1D/B", "A/1D/C", "Z/1Min/B");

        Assert.Equal(["A/1D/B", "A/1Min/B"], db.Database.ListBuckets("A", "B").Select(key => key.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["A", "Z"], db.Database.ListSymbols());
        Assert.Empty(db.Database.ListBuckets("X", "B"));
        Assert.False(db.Database.TryGetBucket(TimeBucketKey.Parse("A/1Min/C"), out _));
    }

    [Fact]
    public async Task A_stopped_database_takes_no_more_writes()
    {
        var db = TestDatabase.Open();
        await db.DisposeAsync();

        foreach (var act in (Func<Task>[])[() => db.WriteAsync("A/1Min/B", Rows.Epoch(60), Rows.F4("P", 1)), () => db.Database.DestroyAsync("A"), () => db.CreateAsync("A/1Min/B", RecordType.Fixed, 2021, Price)])
            Assert.Equal(ErrorKind.Unavailable, (await Assert.ThrowsAsync<MarketStoreException>(act)).Kind);
        await db.Database.DisposeAsync();
    }

    [Fact]
    public async Task Status_counts_buckets_files_and_rows_in_memory()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(60), Rows.F4("P", 1));
        await db.WriteAsync("T/1Min/B", Rows.Epoch(60), Rows.F4("P", 1), Rows.Nanoseconds(1));

        Assert.Equal((2, 12L, 0), (db.Database.Status.Buckets, db.Database.Status.HotRowBytes, db.Database.Status.DamagedFiles));
        Assert.True(db.Database.Status is { OpenFiles: > 0, LogBytes: > 0 });
        await db.ReopenAsync();
        Assert.Equal(new DatabaseStatus(2, 0, 0, 0, 0), db.Database.Status);
    }

    static async Task WriteAllAsync(TestDatabase db, params string[] keys)
    {
        foreach (var key in keys)
            await db.WriteAsync(key, Rows.Epoch(60), Rows.F4("P", 1));
    }
}
