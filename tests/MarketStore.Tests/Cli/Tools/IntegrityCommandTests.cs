using System.Text.Json;
using MarketStore.Tests.Storage;
using Xunit;

namespace MarketStore.Tests.Cli.Tools;

public sealed class IntegrityCommandTests : IAsyncLifetime
{
    TestDatabase _db = null!;

    string YearFile => _db.PathOf("A", "1D", "B", "1970.bin");

    public async ValueTask InitializeAsync()
    {
        _db = TestDatabase.Open();
        await _db.WriteAsync("A/1D/B", Rows.Epoch(86_400, 172_800), Rows.F4("P", 1, 2));
        await _db.WriteAsync("T/1Min/T", Rows.Epoch(60), Rows.F4("P", 1), Rows.Nanoseconds(5));
        await _db.Database.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    [Theory]
    [InlineData("integrity", "--dir")]
    [InlineData("ic", "-d")]
    [InlineData("integritycheck", "-d")]
    public async Task A_sound_directory_ends_in_0_and_says_what_was_looked_at(string verb, string option)
    {
        Assert.Equal(
            (0,
            $"""
            looked at 2 buckets, 2 year files, 3 slots in use, 1 block of ticks, 0 log records
            free space: 0 bytes of blocks that were replaced, of which 0 bytes still take room on the disk
            {_db.Root}: nothing is wrong

            """,
            ""),
            await CliRun.RunAsync("tool", verb, option, _db.Root));
    }

    [Fact]
    public async Task Damage_is_a_line_with_file_offset_and_slot_and_ends_in_1()
    {
        FileBytes.Flip(YearFile, 37_024, 2);

        var (code, output, _) = await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root);

        Assert.Equal(1, code);
        Assert.StartsWith($"slotIndex: {YearFile}, offset 37024, slot 1: its index says 3\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"{_db.Root}: 1 finding\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_is_one_document()
    {
        File.Delete(_db.PathOf("A", "category_name"));
        await File.WriteAllTextAsync(_db.PathOf("notes.txt"), "", TestContext.Current.CancellationToken);

        var (code, output, _) = await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root, "--json", "--parallel");

        Assert.Equal(1, code);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal((false, 1, 2), (report.GetProperty("isClean").GetBoolean(), report.GetProperty("findingCount").GetInt32(), report.GetProperty("buckets").GetInt32()));
        var finding = Assert.Single(report.GetProperty("findings").EnumerateArray());
        Assert.Equal(("category", _db.PathOf("A", "category_name"), true), (finding.GetProperty("fault").GetString(), finding.GetProperty("path").GetString(), finding.GetProperty("isRepairable").GetBoolean()));
        Assert.Equal(_db.PathOf("notes.txt"), Assert.Single(report.GetProperty("notices").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task What_fix_repairs_is_told_with_the_name_of_the_copy_and_ends_in_0()
    {
        await File.WriteAllTextAsync(_db.PathOf("A", "category_name"), "Time", TestContext.Current.CancellationToken);

        var (code, output, _) = await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root, "--fix");

        Assert.Equal(0, code);
        Assert.Contains($"repaired: {_db.PathOf("A", "category_name")}: \"Timeframe\" is written; the file as it was is {_db.PathOf("A", "category_name.before-fix")}\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"{_db.Root}: 1 finding, all repaired\n", output, StringComparison.Ordinal);
        Assert.Equal(0, (await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root)).Code);
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_with_the_way_out_and_looked_at_read_only()
    {
        await _db.ReopenAsync();

        var (code, output, error) = await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"Error: the data directory {_db.Root} is in use by another process: stop the server first, or look beside it with --read-only\n", error);

        (code, output, _) = await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root, "--read-only");
        Assert.Equal(0, code);
        Assert.Contains("notice: a server holds the directory", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_earlier_versions_are_accepted_and_their_being_without_effect_is_said()
    {
        var (code, _, error) = await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root, "--chunks", "12", "--monthStart=0", "--monthEnd", "0", "--parallel=True");
        Assert.Equal(0, code);
        Assert.Equal(["--chunks", "--monthStart", "--monthEnd"], error.TrimEnd().Split('\n').Select(line => line.Split(' ')[1]));
    }

    [Theory]
    [InlineData("1971", "0", 0)]
    [InlineData("1970", "1970", 1)]
    [InlineData("-9990", "1969", 0)]
    public async Task Only_files_of_the_years_asked_for_are_looked_at(string first, string last, int code)
    {
        FileBytes.Flip(YearFile, 0);
        Assert.Equal(code, (await CliRun.RunAsync("tool", "integrity", "--dir", _db.Root, "--yearStart", first, "--yearEnd", last)).Code);
    }

    [Fact]
    public async Task A_configuration_file_says_where_the_data_lies_and_how_ticks_are_stored()
    {
        var config = _db.PathOf("..", "mkts.yml");
        await File.WriteAllTextAsync(config, $"root_directory: {_db.Root}\nlisten_port: 1\ndisable_variable_compression: true\n", TestContext.Current.CancellationToken);

        var (code, output, _) = await CliRun.RunAsync("tool", "integrity", "--config", config);

        Assert.Equal(1, code);
        Assert.Contains("blockContent: ", output, StringComparison.Ordinal);
        Assert.Contains("notice: blocks look like this too when", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--dir' or '--config'", "tool", "integrity")]
    [InlineData("'--read-only' and '--fix'", "tool", "integrity", "--dir", "/nowhere", "--read-only", "--fix")]
    [InlineData("/nowhere", "tool", "integrity", "--dir", "/nowhere")]
    [InlineData("'perhaps'", "tool", "integrity", "--dir", "/nowhere", "--fix=perhaps")]
    public async Task What_does_not_go_is_named(string named, params string[] arguments)
    {
        var (code, output, error) = await CliRun.RunAsync(arguments);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(named, error, StringComparison.Ordinal);
    }
}
