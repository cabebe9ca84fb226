using System.Text.RegularExpressions;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>A server and a directory with the files that docs/cli.md names. What its lines name outside of the directory has a place inside.</summary>
public sealed partial class CliPageSession : IAsyncLifetime
{
    const string Quotes = "Epoch,Bid,Ask\n2024-01-02 09:30:00.25,10.25,10.5\n";

    const string Bars = "`AAPL/1Min/OHLCV` SELECT 1704187800 + range * 60 AS Epoch, 1::FLOAT AS Open, 3::FLOAT AS High, 0.5::FLOAT AS Low, 2::FLOAT AS Close, 100::BIGINT AS Volume FROM range(90)";

    // Asks a server to stop as soon as it says that it is ready.
    const string StopWhenReady =
        """
        marketstore() {
            exec {lines}< <(exec "$DOTNET" "$MARKETSTORE" "$@")
            local server=$!
            while read -r line <&"$lines"; do
                echo "$line"
                [[ $line == *"ready after "* ]] && kill -TERM $server
            done
            wait $server
        }

        """;

    readonly TemporaryDirectory _directory = new();
    ServerProcess? _server;

    public string Path => _directory.Path;

    string Url => $"127.0.0.1:{_server!.RpcPort}";

    public async ValueTask InitializeAsync()
    {
        foreach (var directory in (string[])["etc/data", "killed", "var/lib/marketstore", ".config/fish/completions", "functions"])
            Directory.CreateDirectory(_directory.Combine(directory));
        WriteFile("mkts.yml", new ServerSettings("here").ToYaml(Ports.Next(), Ports.Next()));
        WriteFile("etc/mkts.yml", new ServerSettings("etc/data").ToYaml(Ports.Next(), Ports.Next()));
        WriteFile("quotes.csv", Quotes);
        WriteFile("setup.sql", "\\create SETUP/1Min/PRICE Close/float32 fixed\nINSERT INTO `SETUP/1Min/PRICE`\nVALUES (1704187800, 1.5);\n");
        WriteFile("two.csv", "Epoch,Open,Close\n2024-01-02T09:30:00Z,1,2\n2024-01-02T09:31:00Z,2,3\n");

        // The log of a server that was killed with the rows of one batch in it; its directory is not opened again.
        await using (var killed = await ServerProcess.StartAsync(new(_directory.Combine("killed", "data"))))
        {
            await SucceedsAsync("load", _directory.Combine("two.csv"), "AAPL/1Min/OHLCV", "--column", "Open=f4", "--column", "Close=f4", "--url", $"127.0.0.1:{killed.RpcPort}");
            await killed.KillAsync();
        }

        // A log of the Go server, with bytes that do not belong into it.
        var goLog = Assert.Single(Directory.GetFiles(_directory.Combine("killed", "data"), "*.walfile"));
        File.WriteAllBytes(_directory.Combine("killed", "data", "WALFile.1615734500000000001.walfile"), [.. File.ReadAllBytes(goLog), .. "not of a log"u8]);

        await SucceedsAsync("connect", "--dir", _directory.Combine("data"), "-e", $"INSERT INTO {Bars}");
        _server = await ServerProcess.StartAsync(new(_directory.Combine("served")));
        await SucceedsAsync(
            "connect", "--url", Url, "-e", $"INSERT INTO {Bars}",
            "-e", "INSERT INTO `AAPL/1D/OHLCV` (Epoch, Close, Volume) VALUES (1703980800, 2.5, 100::BIGINT), (1704153600, 3.5, 100)",
            "-e", "INSERT INTO `MSFT/1D/OHLCV` (Epoch, Close, Volume) VALUES (1704153600, 4.5, 100::BIGINT)");
    }

    /// <summary>Runs a line of the page in bash.</summary>
    internal Task<(int ExitCode, string Output, string Errors)> RunAsync(CommandExample example)
    {
        var line = example.Line.Replace("/etc/mkts.yml", "etc/mkts.yml", StringComparison.Ordinal)
            .Replace("/var/lib/marketstore", "var/lib/marketstore", StringComparison.Ordinal)
            .Replace("data/0", "killed/data/0", StringComparison.Ordinal)
            .Replace("data/WALFile", "killed/data/WALFile", StringComparison.Ordinal)
            .Replace("--port 5993 --grpc-port 5995", $"--port {Ports.Next()} --grpc-port {Ports.Next()}", StringComparison.Ordinal)
            .Replace("localhost:5993", Url, StringComparison.Ordinal);
        WriteFile("prices.csv", example.Prices);
        // These mean the server at localhost:5993 where they name none.
        if (AsksServer().IsMatch(line))
            line += $" --url {Url}";
        var script = $"HOME=$PWD fpath=('' functions)\n{(StartsServer().IsMatch(line) ? StopWhenReady : "")}{line}{(example.Input.Length > 0 ? $" <<< '{example.Input}'" : "")}\n{example.Then}\n";
        return ShellScript.RunAsync(Path, script);
    }

    /// <summary>Runs the program and wants it to succeed.</summary>
    internal static async Task<string> SucceedsAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await MarketStoreProgram.RunAsync(arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    internal string WriteFile(string name, string text)
    {
        var path = _directory.Combine(name);
        File.WriteAllText(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    [GeneratedRegex("^marketstore (load|query|list) ")]
    private static partial Regex AsksServer();

    [GeneratedRegex("^marketstore (start|s)( |$)")]
    private static partial Regex StartsServer();
}
