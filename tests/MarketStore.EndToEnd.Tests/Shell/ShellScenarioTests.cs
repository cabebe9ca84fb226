using System.Globalization;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Shell;

/// <summary>Scripts of the Go shell: buckets are made, files loaded, and what a shell writes is compared byte for byte.</summary>
public sealed class ShellScenarioTests : IDisposable
{
    const string Categories = ":Symbol/Timeframe/AttributeGroup";

    readonly TemporaryDirectory _directory = new();

    string OutputPath => _directory.Combine("out.csv");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(ShellData.Own)]
    [InlineData(ShellData.Reference)]
    public async Task A_local_script_writes_the_files_that_it_always_wrote(string set)
    {
        var data = ShellData.Find(set);
        string[] connect = ["connect", "-d", _directory.Combine("data")];

        var info = await RunAsync(connect, Make("TEST/1D/TICK", "Bid,Ask/float32"), "\\getinfo TEST/1D/TICK", $"\\load TEST/1D/TICK {data.Load(data.Ticks)}", $"\\o {OutputPath}", "\\show TEST/1D/TICK 1970-01-01");
        Assert.Equal(Describe("TEST/1D/TICK", "24h0m0s", "Bid:FLOAT32 Ask:FLOAT32"), info);
        WroteExactly(data, data.Ticks + "-output-1D.csv");

        await RunAsync(connect, Make("TEST2/1Min/TICK", "Bid,Ask/float32"), $"\\load TEST2/1Min/TICK {data.Load(data.EasternTicks)}", $"\\o {OutputPath}", "\\show TEST2/1Min/TICK 1970-01-01");
        WroteExactly(data, data.EasternTicks + "-output.csv");

        await RunAsync(connect, $"\\load TEST2/1Min/TICK {data.Load(data.Ticks)}", $"\\o {OutputPath}", "\\show TEST2/1Min/TICK 1970-01-01");
        WroteExactly(data, data.Ticks + "-output.csv", data.EasternTicks + "-output.csv");

        info = await RunAsync(connect, Make("TEST3/1Min/TICK", "Bid,Ask/float32"), "\\getinfo TEST3/1Min/TICK", $"\\load TEST3/1Min/TICK {data.Load(data.UnsortedTicks)}", $"\\o {OutputPath}", "\\show TEST3/1Min/TICK 1970-01-01");
        Assert.Equal(Describe("TEST3/1Min/TICK", "1m0s", "Bid:FLOAT32 Ask:FLOAT32"), info);
        WroteExactly(data, data.UnsortedTicks + "-output.csv");

        info = await RunAsync(connect, Make("TEST4/1Sec/TICK", "Memo/string16:Num/int64"), "\\getinfo TEST4/1Sec/TICK", $"\\load TEST4/1Sec/TICK {data.Load(data.Texts)}", $"\\o {OutputPath}", "\\show TEST4/1Sec/TICK 1970-01-01");
        Assert.Equal(Describe("TEST4/1Sec/TICK", "1s", "Memo:STRING16 Num:INT64"), info);
        WroteExactly(data, data.Texts + "-output.csv");
    }

    [Theory]
    [InlineData(ShellData.Own)]
    [InlineData(ShellData.Reference)]
    public async Task A_remote_script_writes_the_same_files(string set)
    {
        var data = ShellData.Find(set);
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), DisableVariableCompression: true));
        string[] connect = ["connect", "--url", $"127.0.0.1:{server.RpcPort}"];

        foreach (var (key, columns, timeframe, types, file, output) in ((string, string, string, string, string, string)[])
        [
            ("TEST/1D/TICK", "Bid,Ask/float32", "24h0m0s", "Bid:FLOAT32 Ask:FLOAT32", data.Ticks, "-output-1D.csv"),
            ("TEST2/1Min/TICK", "Bid,Ask/float32", "1m0s", "Bid:FLOAT32 Ask:FLOAT32", data.EasternTicks, "-output.csv"),
            ("TEST3/1Min/TICK", "Bid,Ask/float32", "1m0s", "Bid:FLOAT32 Ask:FLOAT32", data.UnsortedTicks, "-output.csv"),
            ("TEST4/1Sec/TICK", "Memo/string16:Num/int64", "1s", "Memo:STRING16 Num:INT64", data.Texts, "-output.csv"),
        ])
        {
            Assert.Equal(1, (await MarketStoreProgram.RunScriptAsync([$"\\destroy {key}"], connect)).ExitCode);
            var info = await RunAsync(connect, Make(key, columns), $"\\getinfo {key}", $"\\load {key} {data.Load(file)}", $"\\o {OutputPath}", $"\\show {key} 1970-01-01");
            Assert.Equal(Describe(key, timeframe, types), info);
            WroteExactly(data, file + output);
            await RunAsync(connect, $"\\destroy {key}");
        }

        await server.StopAsync();
    }

    [Fact]
    public async Task Rows_are_trimmed_from_one_bucket_only_here_and_at_a_server()
    {
        var csv = _directory.Combine("days.csv");
        await File.WriteAllTextAsync(csv, "Epoch,Close\n2019-12-30,1\n2019-12-31,2\n2020-01-02,3\n2021-01-04,4\n");
        string[] script =
        [
            "\\create A/1D/X Close/float64 fixed", "\\create B/1D/X Close/float64 fixed", $"\\load A/1D/X {csv}", $"\\load B/1D/X {csv}", "\\trim A/1D/X 2019-12-31",
            "SELECT Epoch, Close FROM `A/1D/X`;", "SELECT Close FROM `B/1D/X`;",
        ];
        var data = _directory.Combine("data");

        var local = await RunAsync(["connect", "-d", _directory.Combine("local"), "--format", "csv"], script);
        await using var server = await ServerProcess.StartAsync(new(data));
        var remote = await RunAsync(["connect", "-u", $"http://127.0.0.1:{server.RpcPort}", "--format", "csv"], script);

        Assert.Equal("Epoch,Close\n2019-12-30T00:00:00Z,1\nClose\n1\n2\n3\n4", local);
        Assert.Equal(local, remote);
    }

    [Fact]
    public async Task A_directory_that_a_server_runs_on_is_refused()
    {
        var data = _directory.Combine("data");
        await using var server = await ServerProcess.StartAsync(new(data));

        var (exitCode, output, errors) = await MarketStoreProgram.RunScriptAsync(["SELECT 1;"], "connect", "-d", data);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal($"Error: the data directory {data} is in use by another process", errors);
    }

    [Fact]
    public async Task A_script_goes_on_after_an_error_and_ends_with_1()
    {
        var (exitCode, output, errors) = await MarketStoreProgram.RunScriptAsync(["\\getinfo NOPE/1D/X", "SELECT 1 AS one", "SELECT", "  2 AS two;"], "connect", "-d", _directory.Combine("data"), "--format", "csv");

        Assert.Equal(1, exitCode);
        Assert.Equal("one\n1\ntwo\n2", output);
        Assert.StartsWith("error: unable to get info about key NOPE/1D/X", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    [Fact]
    public async Task A_malformed_row_is_told_with_its_place_and_what_lies_before_it_is_stored()
    {
        await File.WriteAllTextAsync(_directory.Combine("bad.csv"), "20200106 09:30:00,1.5\n20200106 09:31:00,oops\n20200106 09:32:00,2.5\n");
        await File.WriteAllTextAsync(_directory.Combine("bad.yaml"), "timeFormat: 20060102 15:04:05\ncolumnNameMap: [Epoch, Bid]\n");
        var load = $"\\load A/1Min/T {_directory.Combine("bad.csv")} {_directory.Combine("bad.yaml")}";

        var (exitCode, _, errors) = await MarketStoreProgram.RunScriptAsync(["\\create A/1Min/T Bid/float32 fixed", load], "connect", "-d", _directory.Combine("data"));
        var stored = await RunAsync(["connect", "-d", _directory.Combine("data"), "--format", "csv"], "SELECT Bid FROM `A/1Min/T`", load + " --skip-bad", "SELECT Bid FROM `A/1Min/T`");

        Assert.Equal(1, exitCode);
        Assert.EndsWith($"error: {_directory.Combine("bad.csv")}, line 2, column \"Bid\": \"oops\" is no number (f4); 1 row was stored before it, nothing after it", errors, StringComparison.Ordinal);
        Assert.Equal("Bid\n1.5\nBid\n1.5\n2.5", stored);
    }

    static string Make(string key, string columns) => $"\\create {key}{Categories} {columns} variable";

    static string Describe(string key, string timeframe, string types) => string.Create(CultureInfo.InvariantCulture,
        $"Bucket: {key}\nLatest Year: {DateTime.UtcNow.Year}, RecordType: VARIABLE, TF: {timeframe}\nData Types: {{Epoch:INT64 {types}}}");

    static async Task<string> RunAsync(string[] arguments, params string[] lines)
    {
        var (exitCode, output, errors) = await MarketStoreProgram.RunScriptAsync(lines, arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    void WroteExactly(ShellData data, params string[] files)
    {
        Assert.Equal(string.Concat(files.Select(file => File.ReadAllText(data.PathOf(file)))), File.ReadAllText(OutputPath));
        File.Delete(OutputPath);
    }
}
