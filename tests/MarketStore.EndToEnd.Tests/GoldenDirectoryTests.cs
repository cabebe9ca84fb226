using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class GoldenDirectoryTests
{
    public static TheoryData<string> Archives => [.. GoldenFiles.Archives];

    public static TheoryData<string> Directories => [.. GoldenFiles.Directories];

    public static TheoryData<string> ArchivesWithLog => [.. GoldenFiles.Directories.Select(name => name + "-wal")];

    [Theory, MemberData(nameof(Archives))]
    public async Task A_recorded_directory_answers_its_queries_before_and_after_a_restart(string name)
    {
        using var directory = new TemporaryDirectory();
        var (settings, recorded) = Unpack(name, directory);

        await ShouldAnswerAndStopAsync(settings, recorded);
        Assert.Empty(DataDirectoryCheck.Complaints(settings.RootDirectory));
        await ShouldAnswerAndStopAsync(settings, recorded);
    }

    [Theory, MemberData(nameof(Archives))]
    public async Task Opening_and_closing_a_recorded_directory_leaves_the_rows_on_disk_as_they_were(string name)
    {
        using var directory = new TemporaryDirectory();
        using var untouched = new TemporaryDirectory();
        var (settings, recorded) = Unpack(name, directory);
        var want = Unpack(GoldenFiles.DirectoryOf(name), untouched).Settings.RootDirectory;

        await using (var server = await ServerProcess.StartAsync(settings))
            await server.StopAsync();

        Assert.Empty(YearFileComparer.Differences(want, settings.RootDirectory, recorded.IsCompressed));
    }

    [Theory, MemberData(nameof(ArchivesWithLog))]
    public async Task A_kill_while_or_after_a_log_is_replayed_neither_loses_nor_doubles_a_row(string name)
    {
        using var directory = new TemporaryDirectory();
        var (settings, recorded) = Unpack(name, directory);

        await ServerProcess.KillAtLineAsync(settings, "initializing marketstore...");
        await using (var server = await ServerProcess.StartAsync(settings))
            await server.KillAsync();

        await ShouldAnswerAndStopAsync(settings, recorded);
        Assert.Empty(DataDirectoryCheck.Complaints(settings.RootDirectory));
    }

    [Theory, MemberData(nameof(Directories))]
    public async Task The_recorded_writes_make_the_same_year_files(string name)
    {
        using var directory = new TemporaryDirectory();
        using var recordedDirectory = new TemporaryDirectory();
        var (recordedSettings, recorded) = Unpack(name, recordedDirectory);
        var settings = recordedSettings with { RootDirectory = directory.Combine("data") };

        await using (var server = await ServerProcess.StartAsync(settings))
        {
            foreach (var write in recorded.Writes)
                Assert.Null(await server.Rpc.ErrorAsync(write.Method, write.Params));
            await server.StopAsync();
        }

        Assert.Empty(DataDirectoryCheck.Complaints(settings.RootDirectory));
        Assert.Empty(YearFileComparer.Differences(recordedSettings.RootDirectory, settings.RootDirectory, recorded.IsCompressed));
    }

    static (ServerSettings Settings, GoldenDirectory Recorded) Unpack(string name, TemporaryDirectory directory)
    {
        Assert.SkipUnless(TarArchive.CanUnpack, TarArchive.MissingProgram);
        var root = TarArchive.Unpack(GoldenFiles.ArchivePath(name), directory.Path);
        var recorded = GoldenDirectory.Load(GoldenFiles.DirectoryOf(name));
        return (new(root, recorded.TimeZone, DisableVariableCompression: !recorded.IsCompressed), recorded);
    }

    static async Task ShouldAnswerAndStopAsync(ServerSettings settings, GoldenDirectory recorded)
    {
        await using var server = await ServerProcess.StartAsync(settings);
        var verdict = await ScenarioPlayer.PlayAsync(recorded.Queries, server.Rpc);
        Assert.True(verdict.Problems.Count == 0, $"{verdict.Problems.Count} of {recorded.Queries.Count} answers differ:\n{string.Join('\n', verdict.Problems)}");
        await server.StopAsync();
    }
}
