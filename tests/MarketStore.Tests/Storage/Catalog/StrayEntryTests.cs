using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Catalog;

/// <summary>What does not belong into a data directory is left alone and takes nothing else with it.</summary>
public class StrayEntryTests
{
    const string All = "A/1Min/B = Epoch:i8 60 | P:f4 1\nA/1Min/C = Epoch:i8 60 | P:f4 2\nZ/1Min/B = Epoch:i8 60 | P:f4 3";

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("A/1Min")]
    [InlineData("A/1Min/B")]
    public async Task A_missing_or_empty_category_file_is_what_a_crash_leaves(string directory)
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root => File.Delete(Path.Combine(root, directory, "category_name")));
        Assert.Equal(All, db.ReadAll());

        await db.ReopenAsync(prepare: root => File.WriteAllText(Path.Combine(root, directory, "category_name"), ""));
        Assert.Equal(All, db.ReadAll());
        Assert.Empty(db.Log.Errors);
    }

    [Fact]
    public async Task A_missing_category_file_is_made_again_by_the_next_new_file_below()
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root => File.Delete(Path.Combine(root, "A", "category_name")));

        await db.WriteAsync("A/1H/B", Rows.Epoch(60), Rows.F4("P", 1));

        Assert.Equal("Timeframe", File.ReadAllText(db.PathOf("A", "category_name")));
    }

    [Theory]
    [InlineData("Sym")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("\0ym\0o")]
    public async Task A_category_file_that_a_power_cut_tore_is_written_anew(string left)
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root => File.WriteAllText(Path.Combine(root, "category_name"), left));
        Assert.Equal(All, db.ReadAll());

        await db.WriteAsync("N/1H/B", Rows.Epoch(60), Rows.F4("P", 1));

        Assert.Equal("Symbol", File.ReadAllText(db.PathOf("category_name")));
        Assert.Empty(db.Log.Errors);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("A/1Min")]
    public async Task Below_the_root_a_foreign_category_keeps_no_bucket_from_being_read(string directory)
    {
        await using var db = await WithBucketsAsync();
        var before = db.ReadAll();
        await db.ReopenAsync(prepare: root => File.WriteAllText(Path.Combine(root, directory, "category_name"), "Exchange"));

        Assert.Equal(before, db.ReadAll());
    }

    [Fact]
    public async Task A_root_of_foreign_category_is_left_alone_and_said_so()
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root => File.WriteAllText(Path.Combine(root, "category_name"), "Exchange"));

        Assert.Equal("", db.ReadAll());
        Assert.Contains("its category is \"Exchange\" and not", Assert.Single(db.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_below_a_foreign_category_is_refused_before_it_is_logged()
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root => File.WriteAllText(Path.Combine(root, "A", "category_name"), "Exchange"));

        foreach (var act in (Func<Task>[])[() => db.WriteAsync("A/1Min/NEW", Rows.Epoch(120), Rows.F4("P", 1)), () => db.CreateAsync("A/1Min/NEW", RecordType.Fixed, 1970)])
        {
            var error = await Assert.ThrowsAsync<MarketStoreException>(act);
            Assert.Equal(ErrorKind.DamagedFile, error.Kind);
            Assert.Contains("category name does not match on-disk name", error.Message, StringComparison.Ordinal);
        }

        await db.WriteAsync("Z/1Min/B", Rows.Epoch(120), Rows.F4("P", 1));
        await using var copy = db.OpenCopy();
        Assert.EndsWith("Z/1Min/B = Epoch:i8 60 120 | P:f4 3 1", copy.ReadAll(), StringComparison.Ordinal);
        Assert.DoesNotContain("NEW", copy.ReadAll(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_in_the_log_for_a_place_that_turned_foreign_keep_nothing_else_from_coming_back()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);

        await using var copy = db.OpenCopy(prepare: root => File.WriteAllText(Path.Combine(root, "A", "1Min", "C", "category_name"), "Exchange"));

        Assert.Equal(All, copy.ReadAll());
        await using var other = db.OpenCopy(prepare: root =>
        {
            Directory.Delete(Path.Combine(root, "A"), recursive: true);
            File.WriteAllText(Path.Combine(root, "category_name"), "Symbol");
            Directory.CreateDirectory(Path.Combine(root, "A"));
            File.WriteAllText(Path.Combine(root, "A", "category_name"), "Exchange");
        });
        Assert.Equal("Z/1Min/B = Epoch:i8 60 | P:f4 3", other.ReadAll());
        Assert.Contains(other.Log.Errors, error => error.Contains("rows of A/1Min/B, 1970, in the log could not be restored", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("N")]
    [InlineData("N/1Min")]
    [InlineData("N/1Min/B")]
    public async Task A_file_in_the_place_of_a_directory_refuses_only_what_would_go_there(string path)
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), "stray");
        });

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("N/1Min/B", Rows.Epoch(60), Rows.F4("P", 1)));
        Assert.Contains("is a file where a directory is due", error.Message, StringComparison.Ordinal);
        await db.WriteAsync("N2/1Min/B", Rows.Epoch(60), Rows.F4("P", 1));

        await using var copy = db.OpenCopy();
        Assert.Equal("N2/1Min/B", string.Join(' ', copy.Database.ListBuckets().Where(key => key.Symbol[0] == 'N')));
        Assert.Equal("stray", File.ReadAllText(copy.PathOf(path)));
    }

    [Fact]
    public async Task Stray_directories_and_files_are_no_symbols()
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root =>
        {
            Directory.CreateDirectory(Path.Combine(root, "lost+found"));
            Directory.CreateDirectory(Path.Combine(root, "metadata.db", "1Min", "B"));
            Directory.CreateDirectory(Path.Combine(root, "deep", "1Min", "B", "further", "down"));
            Directory.CreateDirectory(Path.Combine(root, "A", "NoTimeframe", "B"));
            File.Copy(Path.Combine(root, "A", "1Min", "B", "1970.bin"), Path.Combine(root, "A", "NoTimeframe", "B", "1970.bin"));
            File.WriteAllText(Path.Combine(root, "mkts.yml"), "mine");
            File.WriteAllText(Path.Combine(root, "A", "1970.bin"), "at the wrong depth");
        });

        Assert.Equal(All, db.ReadAll());
        Assert.Equal(["A", "Z"], db.Database.ListSymbols());
        Assert.Contains("\"NoTimeframe\" is no timeframe", Assert.Single(db.Log.Warnings), StringComparison.Ordinal);
        Assert.Empty(db.Log.Errors);
    }

    [Theory]
    [InlineData("lost+found")]
    [InlineData("A/1H")]
    public async Task A_directory_that_cannot_be_looked_into_is_named_and_passed_over(string path)
    {
        await using var db = await WithBucketsAsync();
        await using var copy = db.OpenCopy(
            prepare: root => Directory.CreateDirectory(Path.Combine(root, path)),
            hook: disk => disk.Before = call =>
            {
                if (call.Kind == DiskCallKind.ListDirectory && call.Path.EndsWith(path, StringComparison.Ordinal))
                    throw new UnauthorizedAccessException($"Access to the path '{call.Path}' is denied.");
            });

        Assert.Equal(All, copy.ReadAll());
        Assert.Contains(path, Assert.Single(copy.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroying_a_symbol_takes_stray_files_below_it_along()
    {
        await using var db = await WithBucketsAsync();
        await db.ReopenAsync(prepare: root => File.WriteAllText(Path.Combine(root, "A", "notes.txt"), "mine"));

        await db.Database.DestroyAsync("A/1Min");

        Assert.False(Directory.Exists(db.PathOf("A")));
    }

    static async Task<TestDatabase> WithBucketsAsync()
    {
        var db = TestDatabase.Open();
        await WriteAsync(db);
        await db.ReopenAsync();
        return db;
    }

    static async Task WriteAsync(TestDatabase db)
    {
        await db.WriteAsync("A/1Min/B", Rows.Epoch(60), Rows.F4("P", 1));
        await db.WriteAsync("A/1Min/C", Rows.Epoch(60), Rows.F4("P", 2));
        await db.WriteAsync("Z/1Min/B", Rows.Epoch(60), Rows.F4("P", 3));
    }
}
