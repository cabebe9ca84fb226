using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;
using Xunit;

namespace MarketStore.Tests.Storage.Files;

/// <summary>A damaged year file takes out itself and nothing else.</summary>
public class DamagedFileTests
{
    const string Key = "A/1Min/B";
    const string Sound = "Epoch:i8 1577836800 | P:f4 20";

    // Bars of 2020 and of 2021; the file of 2021 is damaged.
    public static readonly TheoryData<string, Action<string>> Damages = new()
    {
        { "it has 0 bytes, less than the header's 37024", path => FileBytes.Truncate(path, 0) },
        { "it has 1000 bytes, less than the header's 37024", path => FileBytes.Truncate(path, 1_000) },
        { "it has 37023 bytes, less than the header's 37024", path => FileBytes.Truncate(path, 37_023) },
        { "version 3 at offset 0 is not 2", path => FileBytes.Write(path, 0, 3) },
        { "its header says year 2022", path => FileBytes.Write(path, 264, 0xe6) },
        { "at offset 264 does not fit 16 bits", path => FileBytes.Write(path, 268, 1) },
        { "its header says a timeframe of 1000000000 ns", path => FileBytes.Write(path, 272, BitConverter.GetBytes(1_000_000_000L)) },
        { "timeframe 0 ns at offset 272 is not a positive number of seconds", path => FileBytes.Write(path, 272, new byte[8]) },
        { "record type 2 at offset 280 is neither 0 nor 1", path => FileBytes.Write(path, 280, 2) },
        { "column count 1025 at offset 288 is not between 0 and 1024", path => FileBytes.Write(path, 288, BitConverter.GetBytes(1_025L)) },
        { "column count -1 at offset 288 is not between 0 and 1024", path => FileBytes.Write(path, 288, BitConverter.GetBytes(-1L)) },
        { "record length 0 at offset 296 does not fit the columns, which need 16", path => FileBytes.Write(path, 296, new byte[8]) },
        { "record length 24 at offset 296 does not fit the columns, which need 16", path => FileBytes.Write(path, 296, 24) },
        { "type 4 of column 0 at offset 33080 is unknown", path => FileBytes.Write(path, 33_080, 4) },
        { "type 200 of column 0 at offset 33080 is unknown", path => FileBytes.Write(path, 33_080, 200) },
        { "do not fit those of the bucket's newest year", path => FileBytes.Write(path, 33_080, 1) },
        { "do not fit those of the bucket's newest year", path => FileBytes.Write(path, 312, (byte)'Q') },
        { "do not fit those of the bucket's newest year", path => FileBytes.Write(path, 280, [1, .. new byte[15], 24]) },
    };

    [Theory, MemberData(nameof(Damages))]
    public async Task The_other_years_answer_and_writes_into_it_are_refused_by_name(string fault, Action<string> damage)
    {
        // The newest year gives the columns, so a newer sound one makes the odd one stand out.
        await using var db = await DamagedAsync(damage, withNewerYear: true);

        Assert.Equal($"{Sound} 22".Replace("1577836800", "1577836800 1640995200", StringComparison.Ordinal), db.Read(Key));
        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Key, Rows.Epoch(Zones.Seconds("2021-06-01")), Rows.F4("P", 1)));
        await db.WriteAsync(Key, Rows.Epoch(Zones.Seconds("2020-06-01")), Rows.F4("P", 1));
        _ = db.Read(Key);

        Assert.Equal(ErrorKind.DamagedFile, error.Kind);
        Assert.Contains("2021.bin is damaged and takes no rows", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, Assert.Single(db.Log.Errors), StringComparison.Ordinal);
        Assert.Contains(db.PathOf("A", "1Min", "B", "2021.bin"), db.Log.Errors[0], StringComparison.Ordinal);
        Assert.Equal(1, db.Database.Status.DamagedFiles);
    }

    [Theory, MemberData(nameof(Damages))]
    public async Task Other_buckets_and_the_bytes_of_the_file_stay_as_they_are(string fault, Action<string> damage)
    {
        Assert.NotEmpty(fault);
        await using var db = await DamagedAsync(damage, withNewerYear: true);
        var path = db.PathOf("A", "1Min", "B", "2021.bin");
        var before = FileBytes.At(path, 0, 40_000);

        Assert.Equal("Epoch:i8 60 | P:f4 1", db.Read("Z/1Min/B"));
        await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Key, Rows.Epoch(Zones.Seconds("2021-06-01")), Rows.F4("P", 1)));
        await db.ReopenAsync();

        Assert.Equal(before, FileBytes.At(path, 0, 40_000));
    }

    [Fact]
    public async Task When_no_year_is_sound_reads_and_writes_are_refused_by_name_and_the_bucket_can_be_destroyed()
    {
        await using var db = await DamagedAsync(path => FileBytes.Write(path, 0, 9), damageAll: true);

        var error = Assert.Throws<MarketStoreException>(() => db.Read(Key));
        Assert.Equal(ErrorKind.DamagedFile, error.Kind);
        Assert.Contains("bucket A/1Min/B cannot be read: version 9", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Key, Rows.Epoch(0), Rows.F4("P", 1)));
        Assert.Equal("Epoch:i8 60 | P:f4 1", db.Read("Z/1Min/B"));

        await db.Database.DestroyAsync(Key);
        await db.WriteAsync(Key, Rows.Epoch(0), Rows.F4("P", 1));
        Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Key));
    }

    [Fact]
    public async Task Asking_for_a_bucket_whose_years_are_all_damaged_is_an_error_too()
    {
        await using var db = await DamagedAsync(path => FileBytes.Write(path, 0, 9), damageAll: true);

        Assert.Equal(ErrorKind.DamagedFile, Assert.Throws<MarketStoreException>(() => db.Database.TryGetBucket(TimeBucketKey.Parse(Key), out _)).Kind);
        Assert.Contains(Key, db.Database.ListBuckets().Select(key => key.ToString()));
    }

    [Theory]
    [InlineData("abc.bin")]
    [InlineData("2021 .bin")]
    [InlineData("02021.bin")]
    [InlineData("+2021.bin")]
    [InlineData(".bin")]
    [InlineData("99999.bin")]
    [InlineData("99999999999999999999.bin")]
    public async Task A_file_whose_name_is_no_year_is_named_in_the_log_and_left_alone(string name)
    {
        await using var db = await DamagedAsync(path => File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, name), "garbage"));

        Assert.Equal("Epoch:i8 1577836800 1609459200 | P:f4 20 21", db.Read(Key));
        Assert.Contains($"{name} is set aside: its name is no year", Assert.Single(db.Log.Errors), StringComparison.Ordinal);
        Assert.Equal("garbage", File.ReadAllText(db.PathOf("A", "1Min", "B", name)));
    }

    [Fact]
    public async Task Files_of_other_kinds_are_passed_over()
    {
        await using var db = await DamagedAsync(path =>
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "notes.txt"), "mine");
            Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "2022.bin"));
        });

        Assert.Equal("Epoch:i8 1577836800 1609459200 | P:f4 20 21", db.Read(Key));
        Assert.Empty(db.Log.Errors);
    }

    [Fact]
    public async Task A_directory_in_the_place_of_a_new_year_file_refuses_only_the_rows_of_that_year()
    {
        await using var db = await DamagedAsync(path => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "2022.bin")));

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Key, Rows.Epoch(Zones.Seconds("2022-06-01")), Rows.F4("P", 1)));
        Assert.Contains("2022.bin", error.Message, StringComparison.Ordinal);
        await db.WriteAsync("Z/1Min/B", Rows.Epoch(120), Rows.F4("P", 2));

        await using var copy = db.OpenCopy();
        Assert.Equal("Epoch:i8 60 120 | P:f4 1 2", copy.Read("Z/1Min/B"));
        Assert.Equal("Epoch:i8 1577836800 1609459200 | P:f4 20 21", copy.Read(Key));
    }

    [Fact]
    public async Task A_slot_whose_index_is_not_its_own_still_answers_at_its_place()
    {
        await using var db = await DamagedAsync(path => FileBytes.Write(path, 37_024, 77));

        Assert.Equal("Epoch:i8 1577836800 1609459200 | P:f4 20 21", db.Read(Key));
    }

    [Fact]
    public async Task A_file_cut_off_behind_its_header_answers_what_is_left()
    {
        await using var db = await DamagedAsync(path => FileBytes.Truncate(path, 37_024));

        Assert.Equal(Sound, db.Read(Key));
        await db.WriteAsync(Key, Rows.Epoch(Zones.Seconds("2021-12-31T23:59:00Z")), Rows.F4("P", 1));
        Assert.Equal("Epoch:i8 1640995140 | P:f4 1", db.Read(Key, range: new(new(Zones.Seconds("2021-01-01"), 0), EpochTime.MaxValue)));
    }

    [Fact]
    public async Task Rows_in_the_log_for_a_file_damaged_meanwhile_keep_nothing_else_from_coming_back()
    {
        await using var db = await DamagedAsync(_ => { });
        await db.WriteAsync("Z/1Min/B", Rows.Epoch(120), Rows.F4("P", 2));
        await db.WriteAsync(Key, Rows.Epoch(Zones.Seconds("2021-06-01")), Rows.F4("P", 3));
        await db.WriteAsync("Z/1Min/B", Rows.Epoch(180), Rows.F4("P", 3));

        await using var copy = db.OpenCopy(prepare: root => FileBytes.Write(Path.Combine(root, "A", "1Min", "B", "2021.bin"), 0, 9));

        Assert.Equal("Epoch:i8 60 120 180 | P:f4 1 2 3", copy.Read("Z/1Min/B"));
        Assert.Equal(Sound, copy.Read(Key));
        Assert.Contains(copy.Log.Errors, error => error.Contains("rows of A/1Min/B, 2021, in the log could not be restored", StringComparison.Ordinal));
    }

    /// <summary>Bars of 2020 and 2021, perhaps of 2022, and another bucket; then damage, and a start.</summary>
    static async Task<TestDatabase> DamagedAsync(Action<string> damage, bool withNewerYear = false, bool damageAll = false)
    {
        var db = TestDatabase.Open();
        long[] years = [Zones.Seconds("2020-01-01"), Zones.Seconds("2021-01-01"), .. withNewerYear ? [Zones.Seconds("2022-01-01")] : Array.Empty<long>()];
        await db.WriteAsync(Key, Rows.Epoch(years), Rows.F4("P", [.. years.Select((_, number) => 20f + number)]));
        await db.WriteAsync("Z/1Min/B", Rows.Epoch(60), Rows.F4("P", 1));
        await db.ReopenAsync(prepare: root =>
        {
            damage(Path.Combine(root, "A", "1Min", "B", "2021.bin"));
            if (damageAll)
                damage(Path.Combine(root, "A", "1Min", "B", "2020.bin"));
        });
        return db;
    }
}
