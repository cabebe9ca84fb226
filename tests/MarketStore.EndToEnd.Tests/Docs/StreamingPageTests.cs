using System.Diagnostics;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>The programs of docs/streaming.md, run as they are written there, but for the port.</summary>
public sealed class StreamingPageTests : IDisposable
{
    const long Start = 1_577_975_400;

    static readonly MarkdownPage Page = MarkdownPage.Read("streaming.md");

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_page_of_JavaScript_shows_every_bar_that_is_written()
    {
        // Node has the WebSocket of browsers from 22 on, and 20 behind a switch.
        var node = await FindAsync(["node"], ["-e", "process.exit(typeof WebSocket === 'function' ? 0 : 1)"])
            ?? await FindAsync(["node --experimental-websocket"], ["-e", "process.exit(typeof WebSocket === 'function' ? 0 : 1)"]);
        Assert.SkipWhen(node is null, "no Node with a WebSocket on this machine");
        var lines = Page.Block("From a browser", "html").Lines;
        var script = string.Join('\n', lines.Where(line => line is not ("<script>" or "</script>")));

        await ShowsBarsAsync(node!, "page.js", script);
    }

    [Fact]
    public async Task The_page_of_Python_shows_every_bar_that_is_written()
    {
        var python = await FindAsync(["python3", "/usr/bin/python3"], ["-c", "import msgpack, websockets"]);
        Assert.SkipWhen(python is null, "no Python with msgpack and websockets on this machine");

        await ShowsBarsAsync(python!, "page.py", string.Join('\n', Page.Block("From Python", "python").Lines));
    }

    async Task ShowsBarsAsync(string program, string name, string script)
    {
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: "triggers:\n  - module: stream.so\n    on: \"*/*/*\""));
        Assert.Contains("localhost:5993", script, StringComparison.Ordinal);
        File.WriteAllText(_directory.Combine(name), script.Replace("localhost:5993", $"localhost:{server.RpcPort}", StringComparison.Ordinal));
        using var process = StartProcess(program, [_directory.Combine(name)]);
        try
        {
            // Bars are written until one is shown: the first come before the program has subscribed.
            var shown = process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
            var bar = 0;
            using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
            while (!shown.IsCompleted)
            {
                Assert.False(process.HasExited, "the program ended");
                patience.Token.ThrowIfCancellationRequested();
                await WriteAsync(server, bar++);
            }

            // From there on all are.
            var first = int.Parse((await shown)!.Split(' ')[1], null);
            Assert.Matches(@"^ACME/1Min/OHLCV \d+ 1\.5$", (await shown)!);
            var last = Start + (60L * bar);
            await WriteAsync(server, bar);
            for (long epoch = first + 60; epoch <= last; epoch += 60)
                Assert.Equal($"ACME/1Min/OHLCV {epoch} 1.5", await process.StandardOutput.ReadLineAsync(patience.Token));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await server.StopAsync();
    }

    static async Task WriteAsync(ServerProcess server, int bar) => await server.Rpc.ResultAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset(
        ["ACME/1Min/OHLCV"],
        TypedColumn.Of("Epoch", Start + (60L * bar)), TypedColumn.Of("Open", 1f), TypedColumn.Of("High", 2f), TypedColumn.Of("Low", 0.5f), TypedColumn.Of("Close", 1.5f), TypedColumn.Of("Volume", 1)))));

    /// <summary>The first program that is there and runs something well; null for none.</summary>
    static async Task<string?> FindAsync(IEnumerable<string> programs, IReadOnlyList<string> arguments)
    {
        foreach (var program in programs)
        {
            try
            {
                using var process = StartProcess(program, arguments);
                await process.WaitForExitAsync();
                if (process.ExitCode == 0)
                    return program;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not on this machine.
            }
        }

        return null;
    }

    static Process StartProcess(string program, IEnumerable<string> arguments)
    {
        var words = program.Split(' ');
        return Process.Start(new ProcessStartInfo(words[0], [.. words[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONUNBUFFERED"] = "1" } })!;
    }
}
