using System.Text.RegularExpressions;
using MarketStore.EndToEnd.Tests.Shell;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>The command lines of docs/cli.md, run as they are written there, and the outputs that it shows. What stands on the page and is not known here fails.</summary>
public sealed partial class CliPageTests(CliPageSession session) : IClassFixture<CliPageSession>
{
    static readonly MarkdownPage Page = MarkdownPage.Read("cli.md");

    /// <summary>What is due of each command line of the page.</summary>
    static readonly IReadOnlyList<CommandExample> Examples =
    [
        new("marketstore start", "using ./mkts.yml for configuration", "ready after "),
        new("marketstore start --config /etc/mkts.yml", "using etc/mkts.yml for configuration", "ready after "),
        new("marketstore start --dir /var/lib/marketstore --port 5993 --grpc-port 5995 --timezone America/New_York", "var/lib/marketstore", "ready after "),

        new("marketstore load prices.csv AAPL/1Min/OHLCV", "Close", "loaded 2 rows into"),
        new("marketstore load quotes.csv AAPL/1Sec/QUOTE --variable --time-zone America/New_York", "variable records", "America/New_York", "loaded 1 row into"),
        new("marketstore load prices.csv AAPL/1D/OHLCV --rename Adj=Close --column Volume=i8 --column Notes=skip --skip-bad", "Adj    -> Close", "loaded 2 rows into")
        {
            Prices = "Epoch,Adj,Volume,Notes\n2024-01-02,3.5,100,a day\n2024-01-03,none,100,a bad day\n2024-01-04,4.5,100,\n",
        },

        new("marketstore query AAPL/1Min/OHLCV --last 5", "Epoch (UTC)", "2024-01-02"),
        new("marketstore query AAPL,MSFT/1D/OHLCV --from 2024-01-01 --to 2024-03-31 --columns Close --format csv", "Close", "2024-01-02T00:00:00Z", "3.5", "4.5"),
        new("marketstore query '*/1D/OHLCV' --last 1 --format json", "AAPL", "MSFT"),
        new("marketstore query AAPL/1Min/OHLCV --from 2024-01-02 --function \"candlecandler('1H', Open, High, Low, Close)\"", "Epoch (UTC)", "09:00", "10:00"),

        new("marketstore connect --url localhost:5993", "answer", "42", "(1 rows * 1 columns)") { Input = "SELECT 40 + 2 AS answer;" },
        new("marketstore connect --dir /var/lib/marketstore", "answer", "42") { Input = "SELECT 40 + 2 AS answer;" },
        new("marketstore connect --dir data --timezone America/New_York --disable_variable_compression", "answer", "42") { Input = "SELECT 40 + 2 AS answer;" },
        new("marketstore connect --url localhost:5993 < setup.sql", "Rows Written", " 1 ", "(1 rows * 2 columns)"),
        new("marketstore connect --dir data -e 'SELECT count(*) FROM `AAPL/1Min/OHLCV`' -e '\\getinfo AAPL/1Min/OHLCV'", "Count", " 90 ", "Bucket: AAPL/1Min/OHLCV"),
        new("marketstore connect --dir data --command 'SELECT * FROM `AAPL/1Min/OHLCV` LIMIT 5' --format csv", "Epoch,Open,High,Low,Close,Volume", "2024-01-02T09:34:00Z,1,3,0.5,2,100"),

        new("marketstore estimate", "1000 symbols with 10 years of 1Min data"),
        new("marketstore estimate -s 50 -y 3 -t 1Sec --4byteCols 5 --8byteCols 0", "50 symbols with 3 years of 1Sec data: "),
        new("marketstore estimate -t 1D -d 365 --hours 24", "1000 symbols with 10 years of 1D data: "),

        new("marketstore tool wal --file data/0000000000000001.mslog", "1 batch with 2 rows: sound"),
        new("marketstore tool wal -f data/WALFile.1615734500000000001.walfile --json | jq 'select(.fault)'", "\"kind\": \"stray\"", "\"fault\": ") { Needs = "jq" },

        new("marketstore tool integrity --dir /var/lib/marketstore", "nothing is wrong"),
        new("marketstore tool integrity --config /etc/mkts.yml --parallel --json > report.json", "\"findings\"") { Then = "cat report.json" },
        new("marketstore tool integrity --dir data --yearStart 2023 --fix", "looked at 1 bucket, 1 year file, 90 slots in use", "nothing is wrong"),

        new("source <(marketstore completion bash)", "_marketstore marketstore") { Then = "complete -p marketstore" },
        new("marketstore completion zsh > \"${fpath[1]}/_marketstore\"", "#compdef marketstore") { Then = "cat functions/_marketstore" },
        new("marketstore completion fish > ~/.config/fish/completions/marketstore.fish", "complete ", "marketstore") { Then = "cat .config/fish/completions/marketstore.fish" },
    ];

    public static TheoryData<string> CommandLines => [.. Page.Blocks("sh").SelectMany(block => block.Lines).Select(line => Comment().Replace(line, ""))];

    [Theory]
    [MemberData(nameof(CommandLines))]
    public async Task Every_command_line_of_the_page_does_what_it_is_shown_for(string line)
    {
        var example = Examples.SingleOrDefault(example => example.Line == line);
        Assert.True(example is not null, $"no test knows how to run this line of docs/cli.md, and what it should print: {line}");
        if (example.Needs is { } program)
            Assert.SkipUnless((await ShellScript.RunAsync(session.Path, $"command -v {program}")).ExitCode == 0, $"{program} is not installed");

        var (exitCode, output, errors) = await session.RunAsync(example);

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{output}\n{errors}");
        var position = 0;
        foreach (var text in example.Shown)
        {
            var found = output.IndexOf(text, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{text}' is not in the output, at its place:\n{output}\n{errors}");
            position = found + text.Length;
        }
    }

    [Fact]
    public void No_example_is_tried_that_the_page_has_no_more() => Assert.Equal(CommandLines.Select(row => row.Data), Examples.Select(example => example.Line));

    [Fact]
    public async Task The_commands_of_the_page_are_those_of_the_program()
    {
        var onPage = Page.Rows("The command line").SelectMany(row => MarkdownPage.Quoted(row[0])).SelectMany(usage => Argument().Replace(usage, "").Split(' ')).ToHashSet();
        var help = $"{await CliPageSession.SucceedsAsync("--help")}\n{await CliPageSession.SucceedsAsync("tool", "--help")}".Split('\n');

        // Names stand before their description, with arguments behind them and others for the same command beside them.
        var listed = help.Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split("  ")[0].Split(" <")[0].Split(", ")).ToList();

        Assert.Empty(onPage.Except(listed.SelectMany(names => names)));
        Assert.DoesNotContain(listed.Where(names => names[0].All(char.IsAsciiLetterLower)), names => !names.Any(onPage.Contains));
    }

    [Fact]
    public async Task The_session_of_the_page_prints_its_table()
    {
        (string Time, double Close, int Volume)[] bars = [("09:30", 10.25, 100), ("09:33", 11, 400), ("09:34", 11.25, 301), ("09:35", 11, 300), ("09:40", 11.5, 600), ("09:41", 12, 700)];
        session.WriteFile("bars.csv", string.Join('\n', bars.Select(bar => FormattableString.Invariant($"20200106 {bar.Time}:00,10,12,9.5,{bar.Close},{bar.Volume}"))));
        session.WriteFile("bars.yaml", "timeFormat: \"20060102 15:04:05\"\ncolumnNameMap: [Epoch, Open, High, Low, Close, Volume]\n");
        var answers = new Dictionary<string, string> { ["\\create"] = "Successfully created", ["\\load"] = "loaded 6 rows into" };
        var block = Page.Blocks("").Single(block => block.Lines[0].StartsWith('»')).Lines;
        var typed = block.TakeWhile(line => line[0] is '»' or '…').ToList();
        Assert.True(block.Count > typed.Count);

        await using var shell = TerminalSession.Start(session.Path, "connect --dir typed");
        foreach (var line in typed)
        {
            await shell.WaitForAsync(line[..2]);
            await shell.TypeAsync(line[2..] + '\r');
            if (answers.TryGetValue(line[2..].Split(' ')[0], out var answer))
                await shell.WaitForAsync(answer);
        }

        // Columns are two blanks apart, and the last one has them behind it too.
        await shell.WaitForAsync(string.Concat(block.Skip(typed.Count).Select(line => line[0] == '(' ? line + "\r\n" : line + "  \r\n")));
        await shell.WaitForAsync("» ");
        await shell.TypeAsync("\\quit\r");
        Assert.Equal(0, await shell.WaitForExitAsync());
    }

    [Fact]
    public async Task Every_command_of_the_shell_is_known_to_its_help_with_the_arguments_of_the_page()
    {
        var rows = Page.Rows("The shell").Select(row => MarkdownPage.Quoted(row[0])).ToList();
        Assert.Contains(rows, row => row[0].StartsWith("\\show ", StringComparison.Ordinal));

        var (exitCode, output, errors) = await MarketStoreProgram.RunScriptAsync([.. rows.SelectMany(row => row).Where(usage => usage[0] == '\\').Select(usage => $"\\help {usage.Split(' ')[0]}")], "connect", "--dir", session.Path + "/help");

        Assert.True(exitCode == 0, errors);
        Assert.Equal("", errors);
        Assert.Empty(rows.Select(row => row[0]).Except(output.Split('\n')));
    }

    [Fact]
    public async Task A_file_is_loaded_by_the_control_file_of_the_page()
    {
        var ticks = session.WriteFile("controlled.csv", "20161230 21:37:57 140000,1.5,2.5\n");
        var control = session.WriteFile("controlled.yaml", string.Join('\n', Page.Block("Loading with a control file", "yaml").Lines));

        var (exitCode, output, errors) = await MarketStoreProgram.RunScriptAsync(
            ["\\create T/1Sec/TICK Bid,Ask/float32 variable", $"\\load T/1Sec/TICK {ticks} {control}", "SELECT Epoch, Bid, Ask, Nanoseconds FROM `T/1Sec/TICK`;"],
            "connect", "--dir", session.Path + "/controlled", "--format", "csv");

        Assert.True(exitCode == 0, errors);
        Assert.Equal("Epoch,Bid,Ask\n2016-12-31T02:37:57.14Z,1.5,2.5", output);
    }

    [Fact]
    public async Task The_estimate_of_the_page_is_the_program_s() =>
        Assert.Equal(Page.Block("Estimating space").Lines, (await CliPageSession.SucceedsAsync("estimate")).Split('\n'));

    [Fact]
    public async Task A_log_is_listed_as_the_page_shows()
    {
        var (exitCode, output, errors) = await ShellScript.RunAsync(session.Path, "cd killed && marketstore tool wal --file data/0000000000000001.mslog");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(Page.Block("Listing a log").Lines, output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Damage_is_told_in_the_form_that_the_page_shows()
    {
        using var directory = new TemporaryDirectory();
        var data = directory.Combine("data");
        await CliPageSession.SucceedsAsync(
            "connect", "--dir", data, "-e", "INSERT INTO `AAPL/1Min/OHLCV` SELECT 1704153600 AS Epoch, 1::FLOAT AS Open, 2::FLOAT AS Close",
            "-e", "INSERT INTO `MSFT/1D/OHLCV` SELECT 1704153600 AS Epoch, 1::DOUBLE AS Open, 2::DOUBLE AS High, 1::DOUBLE AS Low, 2::DOUBLE AS Close, 3::DOUBLE AS Volume");
        await File.WriteAllTextAsync(directory.Combine("data", "notes.txt"), "of a person", TestContext.Current.CancellationToken);
        await using (var minutes = File.OpenWrite(directory.Combine("data", "AAPL", "1Min", "OHLCV", "2024.bin")))
        {
            minutes.Position = 60_064;
            minutes.Write(BitConverter.GetBytes(1_440L));
        }

        await using (var days = File.OpenWrite(directory.Combine("data", "MSFT", "1D", "OHLCV", "2024.bin")))
            days.SetLength(40_000);

        var (exitCode, output, _) = await MarketStoreProgram.RunAsync("tool", "integrity", "--dir", data);

        Assert.Equal(1, exitCode);
        var shown = Page.Block("Checking a data directory").Lines;
        var told = output.Replace(data, "/data", StringComparison.Ordinal).Split('\n');
        Assert.Equal(shown.Select(line => Count().Replace(line, "#")), told.Select(line => Count().Replace(line, "#")));
        Assert.Equal(shown.Where(line => line.Contains("offset", StringComparison.Ordinal)), told.Where(line => line.Contains("offset", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\s+#\s.*$")]
    private static partial Regex Comment();

    // Behind the words of a command: a value, or an option with one.
    [GeneratedRegex(" (<|--).*$")]
    private static partial Regex Argument();

    [GeneratedRegex(@"\d[\d,]*")]
    private static partial Regex Count();
}
