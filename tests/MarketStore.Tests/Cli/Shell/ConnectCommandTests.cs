using MarketStore.Cli.Commands;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Cli.Shell;

public sealed class ConnectCommandTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("-e", "\\help o")]
    [InlineData("--command", "\\help o")]
    [InlineData("-c", "\\help o")]
    [InlineData("-c", "-e", "\\help o")]
    [InlineData("-c", "True", "-e", "\\help o")]
    [InlineData("-c", "false", "-e", "\\help o")]
    [InlineData("--disable_variable_compression=True", "-e", "\\help o")]
    [InlineData("--timezone", "America/New_York", "-e", "\\help o")]
    public async Task Statements_of_the_command_line_are_run(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(["-d", _directory.Path, .. arguments]);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("\\o [<file>]\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocks_that_were_written_without_compression_are_read_without()
    {
        File.WriteAllText(_directory.Combine("t.csv"), "Epoch,Bid\n2020-01-06T09:30:00.5,1.5\n");
        var data = _directory.Combine("data");
        await RunAsync("-d", data, "-c", "-e", "\\create A/1Min/T Bid/float64 variable", "-e", $"\\load A/1Min/T {_directory.Combine("t.csv")}");

        var (code, output, _) = await RunAsync("-d", data, "-c", "True", "-e", "SELECT Bid FROM `A/1Min/T`", "--format", "csv");

        Assert.Equal((0, "Bid\n1.5\n"), (code, output));
    }

    [Theory]
    [InlineData("cannot connect to database, use a flag to set location")]
    [InlineData("cannot connect to database, use a flag to set location", "-d", "x", "-u", "localhost:5993")]
    [InlineData("'--disable_variable_compression' has to be True or False", "-d", "x", "--disable_variable_compression", "maybe")]
    [InlineData("'--timezone' has to be a name", "-d", "x", "--timezone", "Mars")]
    public async Task A_command_line_that_makes_no_sense_is_told(string message, params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("x"));
    }

    static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["connect", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
