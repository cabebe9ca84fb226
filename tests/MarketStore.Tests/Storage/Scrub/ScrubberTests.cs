using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Scrub;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Storage.Scrub;

/// <summary>A directory that was stopped cleanly, then damaged by hand.</summary>
public sealed class ScrubberTests : IAsyncLifetime
{
    const int HeaderBytes = 37_024;
    const int BarSlotBytes = 16;
    const int MinutesOf2021 = 365 * 1_440;

    // January 2, 00:00 of 2021.
    const long Start = 1_609_545_600;

    TestDatabase _db = null!;

    DatabaseOptions Options => _db.Options;

    string BarFile => _db.PathOf("A", "1Min", "B", "2021.bin");

    string TickFile => _db.PathOf("T", "1Min", "T", "2021.bin");

    public async ValueTask InitializeAsync()
    {
        _db = TestDatabase.Open();
        await _db.WriteAsync("A/1Min/B", Rows.Epoch(Start, Start + 60), Rows.F4("P", 1, 2));
        await _db.WriteAsync("A/1Min/B", Rows.Epoch(Start - 31_536_000), Rows.F4("P", 1));
        await _db.WriteAsync("T/1Min/T", Rows.Epoch(Start, Start), Rows.F4("P", 1, 2), Rows.Nanoseconds(1, 2));
        await _db.WriteAsync("O/1Min/OHLC", Rows.Epoch(Start), Rows.I4("Open", 1), Rows.I4("High", 1), Rows.I4("Low", 1), Rows.I4("Close", 1));
        await _db.Database.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_clean_directory_has_no_finding_and_no_notice(int parallelism)
    {
        var report = Scrubber.Run(Options, new ScrubOptions { Parallelism = parallelism });

        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.Empty(report.Notices);
        Assert.Equal((3L, 4L, 5L, 1L, 0L), (report.Buckets, report.YearFiles, report.Slots, report.Blocks, report.LogRecords));
        Assert.False(report.IsBesideServer);
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_paths_however_many_buckets_are_looked_at_at_a_time()
    {
        FileBytes.Flip(BarFile, BarOffset(1_441));
        FileBytes.Flip(TickFile, 0);
        FileBytes.Flip(_db.PathOf("O", "1Min", "OHLC", "2021.bin"), 0);

        var findings = Scrubber.Run(Options, new ScrubOptions { Parallelism = 4 }).Findings;

        Assert.Equal(
            [(ScrubFault.SlotIndex, "A/1Min/B/2021.bin"), (ScrubFault.Header, "O/1Min/OHLC/2021.bin"), (ScrubFault.Header, "T/1Min/T/2021.bin")],
            findings.Select(finding => (finding.Fault, Path.GetRelativePath(_db.Root, finding.Path))));
        Assert.Equal((BarOffset(1_441), 1_441L), (findings[0].Offset!.Value, findings[0].Slot!.Value));
    }

    [Fact]
    public async Task Blocks_that_newer_ones_replaced_are_free_space_and_no_finding()
    {
        await _db.ReopenAsync();
        await _db.WriteAsync("T/1Min/T", Rows.Epoch(Start), Rows.F4("P", 3), Rows.Nanoseconds(3));
        await _db.Database.DisposeAsync();

        var report = Scrubber.Run(Options);

        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.InRange(report.FreeBytes, 1, 100);
        Assert.InRange(report.StoredFreeBytes, 1, report.FreeBytes);
    }

    [Fact]
    public void What_belongs_to_no_bucket_is_told_and_is_no_finding()
    {
        File.WriteAllText(_db.PathOf("notes.txt"), "");
        File.WriteAllText(_db.PathOf("A", "1Min", "B", "2021.bin.old"), "");
        File.WriteAllText(_db.PathOf("0000000000000001.mslog.damaged"), "");
        Directory.CreateDirectory(_db.PathOf("A", "daily"));
        Directory.CreateDirectory(_db.PathOf("EMPTY"));
        Directory.CreateDirectory(_db.PathOf("T", "1Min", "T", "backup"));

        var report = Scrubber.Run(Options);

        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.Equal(
            ["0000000000000001.mslog.damaged", "A/1Min/B/2021.bin.old", "A/daily", "EMPTY", "T/1Min/T/backup", "notes.txt"],
            report.Notices.Select(notice => Path.GetRelativePath(_db.Root, notice.Path)).Distinct());
    }

    [Fact]
    public void Files_of_years_that_are_not_asked_for_are_passed_over()
    {
        FileBytes.Flip(_db.PathOf("A", "1Min", "B", "2020.bin"), 0);

        Assert.False(Scrubber.Run(Options).IsClean);
        Assert.True(Scrubber.Run(Options, new ScrubOptions { FirstYear = 2021 }).IsClean);
        Assert.Equal(1, Scrubber.Run(Options, new ScrubOptions { LastYear = 2020 }).YearFiles);
    }

    [Fact]
    public async Task A_directory_that_a_server_holds_is_refused_unless_that_is_allowed_and_then_it_is_said()
    {
        await _db.ReopenAsync();

        var refusal = Assert.Throws<DirectoryInUseException>(() => Scrubber.Run(Options));
        Assert.Contains(_db.Root, refusal.Message, StringComparison.Ordinal);
        var report = Scrubber.Run(Options, new ScrubOptions { AllowsServer = true });
        Assert.True(report.IsBesideServer);
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
    }

    [Fact]
    public void Without_being_asked_nothing_is_repaired()
    {
        File.Delete(_db.PathOf("A", "category_name"));

        var finding = Assert.Single(Scrubber.Run(Options).Findings);

        Assert.True(finding is { Fault: ScrubFault.Category, IsRepairable: true, IsRepaired: false });
        Assert.False(File.Exists(_db.PathOf("A", "category_name")));
    }

    [Fact]
    public void A_missing_category_file_is_written_again()
    {
        File.Delete(_db.PathOf("A", "category_name"));

        var report = Repair();

        Assert.Equal((1L, 0L), (report.FindingCount, report.LeftCount));
        Assert.True(Assert.Single(report.Repairs) is { IsDone: true, CopyPath: null });
        Assert.Equal("Timeframe", File.ReadAllText(_db.PathOf("A", "category_name")));
        Assert.True(Scrubber.Run(Options).IsClean);
    }

    [Fact]
    public void A_torn_category_file_is_written_again_and_kept_beside()
    {
        File.WriteAllText(_db.PathOf("A", "1Min", "B", "category_name"), "Ye\0");

        var repair = Assert.Single(Repair().Repairs);

        Assert.Equal("Year", File.ReadAllText(_db.PathOf("A", "1Min", "B", "category_name")));
        Assert.Equal("Ye\0", File.ReadAllText(repair.CopyPath!));
        Assert.Equal(repair.CopyPath, Assert.Single(Scrubber.Run(Options).Notices).Path);
    }

    [Fact]
    public void A_category_file_that_says_something_else_is_told_and_left()
    {
        File.WriteAllText(_db.PathOf("A", "category_name"), "Exchange");

        var report = Repair();

        Assert.Equal((1L, 1L), (report.FindingCount, report.LeftCount));
        Assert.Empty(report.Repairs);
        Assert.Equal("Exchange", File.ReadAllText(_db.PathOf("A", "category_name")));
    }

    [Fact]
    public async Task A_year_file_cut_short_between_rows_gets_its_length_back_and_answers_as_before()
    {
        FileBytes.Truncate(BarFile, BarOffset(1_443));
        var bytes = await File.ReadAllBytesAsync(BarFile, TestContext.Current.CancellationToken);

        var report = Repair();

        Assert.Equal(0, report.LeftCount);
        Assert.Equal(BarOffset(MinutesOf2021 + 1), new FileInfo(BarFile).Length);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(report.Repairs).CopyPath!, TestContext.Current.CancellationToken));
        Assert.True(Scrubber.Run(Options).IsClean);
        await _db.ReopenAsync();
        Assert.Equal($"Epoch:i8 {Start - 31_536_000} {Start} {Start + 60} | P:f4 1 1 2", _db.Read("A/1Min/B"));
    }

    [Fact]
    public void A_copy_that_is_kept_has_the_holes_of_its_file()
    {
        FileBytes.Truncate(BarFile, BarOffset(400_000));

        var copy = Assert.Single(Repair().Repairs).CopyPath!;

        Assert.Equal(BarOffset(400_000), new FileInfo(copy).Length);
        Assert.InRange(TestDatabase.AllocatedBytes(copy), 1, 100_000);
    }

    [Fact]
    public void A_second_copy_does_not_take_the_place_of_the_first()
    {
        FileBytes.Truncate(BarFile, BarOffset(1_443));
        var first = Assert.Single(Repair().Repairs).CopyPath!;
        FileBytes.Truncate(BarFile, BarOffset(1_444));

        var second = Assert.Single(Repair().Repairs).CopyPath!;

        Assert.Equal((BarOffset(1_443), BarOffset(1_444)), (new FileInfo(first).Length, new FileInfo(second).Length));
    }

    [Fact]
    public void A_year_file_cut_within_a_row_is_told_and_left()
    {
        FileBytes.Truncate(BarFile, BarOffset(1_442) + 10);

        var report = Repair();

        Assert.Empty(report.Repairs);
        Assert.Contains(report.Findings, finding => finding is { Fault: ScrubFault.Length, IsRepairable: false });
        Assert.Equal(BarOffset(1_442) + 10, new FileInfo(BarFile).Length);
    }

    [Fact]
    public void A_year_file_of_ticks_that_lost_its_blocks_is_told_and_left()
    {
        FileBytes.Truncate(TickFile, HeaderBytes + (24 * 200_000));

        var report = Repair();

        Assert.Equal([ScrubFault.Length, ScrubFault.BlockPlace], report.Findings.Select(finding => finding.Fault));
        Assert.Empty(report.Repairs);
        Assert.Equal(HeaderBytes + (24 * 200_000), new FileInfo(TickFile).Length);
    }

    [Fact]
    public void The_directory_of_lost_files_of_a_file_system_is_passed_over()
    {
        Directory.CreateDirectory(_db.PathOf("lost+found", "1Min", "B"));
        File.WriteAllText(_db.PathOf("lost+found", "1Min", "B", "2020.bin"), "");

        var report = Scrubber.Run(Options);

        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.Empty(report.Notices);
    }

    [Fact]
    public void A_year_with_other_columns_than_the_newest_is_a_finding()
    {
        const int FirstName = 312;
        FileBytes.Flip(_db.PathOf("A", "1Min", "B", "2020.bin"), FirstName);

        var finding = Assert.Single(Scrubber.Run(Options).Findings);

        Assert.Equal((ScrubFault.Header, _db.PathOf("A", "1Min", "B", "2020.bin")), (finding.Fault, finding.Path));
        Assert.Contains("do not fit those of the bucket's newest year", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_that_is_not_known_to_the_byte_is_told_and_left()
    {
        FileBytes.Flip(BarFile, BarOffset(1_441));
        FileBytes.Flip(TickFile, HeaderBytes + (24 * 1_440) + 8);
        var before = (File.ReadAllBytes(BarFile), File.ReadAllBytes(TickFile));

        var report = Repair();

        Assert.Equal(report.FindingCount, report.LeftCount);
        Assert.Empty(report.Repairs);
        Assert.Equal(before, (File.ReadAllBytes(BarFile), File.ReadAllBytes(TickFile)), (left, right) => left.Item1.SequenceEqual(right.Item1) && left.Item2.SequenceEqual(right.Item2));
    }

    [Fact]
    public void A_header_of_whole_numbers_for_prices_is_sound_and_stays()
    {
        var path = _db.PathOf("O", "1Min", "OHLC", "2021.bin");
        var before = FileBytes.Hex(path, 0, HeaderBytes);

        Assert.True(Repair().IsClean);

        Assert.Equal(before, FileBytes.Hex(path, 0, HeaderBytes));
    }

    [Fact]
    public async Task While_a_log_waits_to_be_replayed_nothing_is_repaired()
    {
        await _db.ReopenAsync();
        await _db.WriteAsync("A/1Min/B", Rows.Epoch(Start), Rows.F4("P", 5));
        await using var killed = _db.OpenCopy(prepare: copy =>
        {
            File.Delete(Path.Combine(copy, "A", "category_name"));

            var report = Scrubber.Run(Options with { RootDirectory = copy }, new ScrubOptions { Repairs = true });

            Assert.False(Assert.Single(report.Repairs).IsDone);
            Assert.Equal(1, report.LeftCount);
            Assert.False(File.Exists(Path.Combine(copy, "A", "category_name")));
        });
    }

    [Fact]
    public void Progress_is_told_for_each_bucket()
    {
        var told = new List<(long, long)>();
        Scrubber.Run(Options, new ScrubOptions { Progress = (done, all) => told.Add((done, all)) });
        Assert.Equal([(1, 3), (2, 3), (3, 3)], told);
    }

    ScrubReport Repair() => Scrubber.Run(Options, new ScrubOptions { Repairs = true });

    static long BarOffset(long index) => HeaderBytes + ((index - 1) * BarSlotBytes);
}
