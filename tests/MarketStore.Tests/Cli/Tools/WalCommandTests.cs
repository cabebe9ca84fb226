using System.Text.Json;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage;
using MarketStore.Tests.Storage.Recovery.GoLog;
using Xunit;

namespace MarketStore.Tests.Cli.Tools;

public sealed class WalCommandTests : IDisposable
{
    const string Name = "WALFile.1615734500000000001.walfile";

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("wal", "--file")]
    [InlineData("wal", "-f")]
    [InlineData("waldebugger", "-f")]
    public async Task A_log_of_the_go_server_is_a_table_and_a_last_line(string verb, string option)
    {
        var path = Write(new GoLogWriter().Add(GoLogWriter.Status()).Commit(7, GoLogWriter.Bar("A/1D/B/2021.bin", 1, 1), GoLogWriter.Bar("C/1D/B/2020.bin", 1, 1)).ToArray());

        var (code, output, error) = await CliRun.RunAsync("tool", verb, option, path);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            $"""
                  offset      bytes               number  kind            what
                       0         11                       status          owner 1615734500000000001, to be replayed
                      11         11                    7  prepare
                      22        155                    7  group           A/1D/B 2021, 1 row, 4 bytes
                                                                          C/1D/B 2020, 1 row, 4 bytes
                     177         11                    7  commit
            {path}: a log of the Go server, 188 bytes, 4 messages, 1 group with 2 rows, 1 group that no checkpoint covers: sound

            """,
            output);
    }

    [Fact]
    public async Task A_segment_is_listed_while_its_server_runs()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1D/B", Rows.Epoch(0, 86_400), Rows.F4("P", 1, 2));

        var (code, output, _) = await CliRun.RunAsync("tool", "wal", "-f", db.PathOf("0000000000000001.mslog"));

        Assert.Equal(0, code);
        Assert.Contains("batch           A/1D/B 1970, 2 rows, 32 bytes\n", output, StringComparison.Ordinal);
        Assert.EndsWith("2 records, 1 batch with 2 rows: sound\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_shown_with_its_offset_and_ends_in_1()
    {
        var log = new GoLogWriter().Add(GoLogWriter.Status()).Commit(7, GoLogWriter.Bar("A/1D/B/2021.bin", 1, 1)).ToArray();
        log[50] ^= 1;

        var (code, output, _) = await CliRun.RunAsync("tool", "wal", "-f", Write(log));

        Assert.Equal(1, code);
        Assert.Contains("          22         98                       damage          DAMAGE: the checksum of a group of 73 bytes is wrong", output, StringComparison.Ordinal);
        Assert.EndsWith(": damaged in 1 place\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_log_ends_in_1()
    {
        var path = _directory.Combine("notes.txt");
        await File.WriteAllTextAsync(path, "text", TestContext.Current.CancellationToken);
        Assert.Equal((1, $"{path} is no log: neither a segment of ours nor one of the Go server\n", ""), await CliRun.RunAsync("tool", "wal", "-f", path));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var (code, output, error) = await CliRun.RunAsync("tool", "wal", "-f", "/no/such.walfile");
        Assert.Equal((1, "", "Error: /no/such.walfile is not there\n"), (code, output, error));
    }

    [Fact]
    public async Task Without_a_file_the_option_is_named()
    {
        var (code, _, error) = await CliRun.RunAsync("tool", "wal");
        Assert.Equal(1, code);
        Assert.Contains("'--file'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_each_line_is_an_object_and_the_last_is_the_summary()
    {
        var log = new GoLogWriter().Add(GoLogWriter.Status()).Commit(7, GoLogWriter.Bar("A/1D/B/2021.bin", 1, 1)).ToArray();
        log[50] ^= 1;

        var (code, output, _) = await CliRun.RunAsync("tool", "wal", "-f", Write(log), "--json");

        Assert.Equal(1, code);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["status", "prepare", "damage", "commit", "summary"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(22, lines[2].GetProperty("offset").GetInt64());
        Assert.StartsWith("the checksum", lines[2].GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.False(lines[^1].GetProperty("isSound").GetBoolean());
    }

    [Fact]
    public async Task Control_characters_of_a_damaged_log_do_not_reach_the_terminal()
    {
        var path = Write(new GoLogWriter().Add(GoLogWriter.Status()).Commit(7, GoLogWriter.Bar("A\u001b[2J/2021.bin", 1, 1)).ToArray());
        var (_, output, _) = await CliRun.RunAsync("tool", "wal", "-f", path);
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("\\u001b[2J", output, StringComparison.Ordinal);
    }

    string Write(byte[] log)
    {
        var path = _directory.Combine(Name);
        File.WriteAllBytes(path, log);
        return path;
    }
}
