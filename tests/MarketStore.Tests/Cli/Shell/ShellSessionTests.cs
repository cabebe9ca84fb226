using MarketStore.Cli.Results;
using MarketStore.Cli.Shell;
using MarketStore.Cli.Shell.Output;
using MarketStore.Cli.Shell.Statements;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class ShellSessionTests : IDisposable
{
    const string Row = "1970-01-01 00:00:00 +0000 UTC,0\n";

    readonly TemporaryDirectory _directory = new();
    readonly StringWriter _output = new();
    readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("\\show A/1Min/X 2020-01-06", "read A/1Min/X 1578268800 on")]
    [InlineData("\\show A/1Min/X between 2020-01-06 AND 2020-01-06T09:30", "read A/1Min/X 1578268800 1578303000")]
    [InlineData("\\show   A/1Min/X  2020-01-06  2020-01-07", "read A/1Min/X 1578268800 1578355200")]
    [InlineData("\\create A/1Min/X:Symbol/Timeframe/AttributeGroup Bid,Ask/float32:N/INT64 variable", "create A/1Min/X Variable [{Bid FLOAT32} {Ask FLOAT32} {N INT64}]")]
    [InlineData("\\create A/1D/X Epoch,V/int64 fixed", "create A/1D/X Fixed [{V INT64}]")]
    [InlineData("\\destroy A/1Min/X", "destroy A/1Min/X")]
    [InlineData("\\trim A/1Min/X 2020-01-06", "trim A/1Min/X 1578268800")]
    [InlineData("SELECT 1;", "SELECT 1;")]
    public async Task A_line_is_carried_out(string line, string call)
    {
        var store = new ShellStore();

        var session = await RunAsync(store, line);

        Assert.Equal([call], store.Calls);
        Assert.False(session.HasFailed, _error.ToString());
    }

    [Theory]
    [InlineData("\\open x", "there is no command \\open")]
    [InlineData("\\shwo x", "did you mean \\show?")]
    [InlineData("\\showing A/1D/X 2020-01-06", "there is no command \\showing")]
    [InlineData("\\show A/1D/X", "Not enough arguments, see '\\help show'")]
    [InlineData("\\show A/1D/X between", "Could not parse arguments")]
    [InlineData("\\show A/1D/X soon", "Invalid time string \"soon\"")]
    [InlineData("\\show NOPE/1D/X 2020-01-06", "no files returned from query parse")]
    [InlineData("\\create A/1D/X V/int64", "Not enough arguments")]
    [InlineData("\\create A/1D/X V/int64 FIXED", "record type \"FIXED\" is not one of fixed or variable")]
    [InlineData("\\create A/1D/X V/decimal fixed", "V/decimal: Data type is not a supported type")]
    [InlineData("\\create A/1D/X V/bool fixed", "type:BOOL is not supported")]
    [InlineData("\\create A/1D/X V fixed", "V: Data shape is not described by a list of column names followed by type")]
    [InlineData("\\create A/1D V/int64 fixed", "it needs exactly three parts")]
    [InlineData("\\destroy", "\\destroy takes exactly one key")]
    [InlineData("\\destroy A", "it needs exactly three parts")]
    [InlineData("\\getinfo", "\\getinfo takes exactly one key")]
    [InlineData("\\getinfo NOPE/1D/X", "unable to get info about key NOPE/1D/X:Symbol/Timeframe/AttributeGroup")]
    [InlineData("\\trim A/1D/X", "\\trim takes a key and a time")]
    [InlineData("\\load", "failed to parse line: not enough arguments")]
    [InlineData("\\load A/1D/X nowhere.csv", "nowhere.csv")]
    [InlineData("\\help feed", "No help available for feed")]
    [InlineData("\\o 'x", "the quote ' is left open")]
    public async Task What_cannot_be_done_is_told_in_one_line_and_fails_the_session(string line, string message)
    {
        var session = await RunAsync(new ShellStore(), line);

        Assert.True(session.HasFailed);
        Assert.False(session.IsEnded);
        Assert.StartsWith("error: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(_error.ToString().Length - 1, _error.ToString().IndexOf('\n', StringComparison.Ordinal));
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("\\q")]
    [InlineData("\\quit")]
    [InlineData("\\stop")]
    [InlineData("\\exit")]
    [InlineData("exit")]
    [InlineData("quit")]
    public async Task Each_way_to_leave_leaves(string line)
    {
        var store = new ShellStore();

        var session = await RunAsync(store, line, "SELECT 1;");

        Assert.True(session.IsEnded);
        Assert.False(session.HasFailed);
        Assert.Empty(store.Calls);
    }

    [Fact]
    public async Task A_bucket_is_described_in_three_lines()
    {
        await RunAsync(new ShellStore(), "\\getinfo A/1Min/X");
        Assert.Equal("Bucket: A/1Min/X\nLatest Year: 2020, RecordType: VARIABLE, TF: 1m0s\nData Types: {Epoch:INT64 Bid:FLOAT32}\n", _output.ToString());
    }

    [Fact]
    public async Task A_file_is_truncated_by_the_first_result_and_grows_with_the_next()
    {
        var path = _directory.Combine("out.csv");
        File.WriteAllText(path, "what an earlier shell left, longer than one row of this one");

        await RunAsync(new ShellStore(), $"\\o {path}");
        Assert.StartsWith("what an earlier", File.ReadAllText(path), StringComparison.Ordinal);

        await RunAsync(new ShellStore(), $"\\o {path}", "SELECT 1;");
        Assert.Equal(Row, File.ReadAllText(path));

        await RunAsync(new ShellStore(), $"\\o {path}", "SELECT 1;", "\\show A/1Min/X 2020-01-06");
        Assert.Equal(Row + Row, File.ReadAllText(path));

        await RunAsync(new ShellStore { RowCount = 0 }, $"\\o {path}", "\\show A/1Min/X 2020-01-06");
        Assert.Empty(File.ReadAllText(path));
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Results_come_back_to_the_screen()
    {
        await RunAsync(new ShellStore(), $"\\o {_directory.Combine("x")}", "\\o", "SELECT 1;");
        Assert.EndsWith("(1 rows * 2 columns)\n", _output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.Combine("x")));
    }

    [Fact]
    public async Task A_range_without_rows_is_no_error()
    {
        var session = await RunAsync(new ShellStore { RowCount = 0 }, "\\show A/1Min/X 2020-01-06");
        Assert.Equal(("No results\n", "", false), (_error.ToString(), _output.ToString(), session.HasFailed));
    }

    [Fact]
    public async Task Rows_of_several_symbols_stand_in_tables_of_their_own()
    {
        await RunAsync(new ShellStore(), "\\show A,B/1Min/X 2020-01-06");
        Assert.StartsWith("Bucket: A/1Min/X\n===", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nBucket: B/1Min/X\n===", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timing_is_told_apart_from_the_rows()
    {
        await RunAsync(new ShellStore(), "\\timing", "SELECT 1;", "\\timing", "SELECT 1;");
        Assert.Matches("^timing is on\nElapsed query time: [0-9]+[.][0-9]{3} ms\ntiming is off\n$", _error.ToString());
    }

    [Fact]
    public async Task A_canceled_statement_fails_and_the_shell_goes_on()
    {
        var store = new ShellStore();
        var session = Open(store);
        using var cancellation = new CancellationTokenSource();

        var waiting = session.AddLineAsync("WAIT;", cancellation.Token);
        await cancellation.CancelAsync();
        await waiting;
        await session.AddLineAsync("SELECT 1;", CancellationToken.None);

        Assert.Equal("error: canceled\n", _error.ToString());
        Assert.Equal(["WAIT;", "SELECT 1;"], store.Calls);
    }

    [Fact]
    public async Task Every_command_has_its_help()
    {
        await RunAsync(new ShellStore(), "help", "\\?", "\\help show", "\\help \\o", "help gaps");
        Assert.Empty(_error.ToString());
        foreach (var command in (string[])["\\show", "\\load", "\\create", "\\destroy", "\\getinfo", "\\trim", "\\o", "\\timing", "\\help", "\\quit"])
            Assert.Contains($"\n{command}", "\n" + _output, StringComparison.Ordinal);
    }

    async Task<ShellSession> RunAsync(ShellStore store, params string[] lines)
    {
        var session = Open(store);
        foreach (var line in lines)
            await session.AddLineAsync(line, CancellationToken.None);
        await session.FinishAsync(CancellationToken.None);
        return session;
    }

    ShellSession Open(ShellStore store) =>
        new(new(store, new ShellOutput(ResultFormats.Table, _output, _error, () => null), _output, _error, terminal: null), new StatementBuffer(isScript: true));
}
