using MarketStore.Cli.Commands;
using MarketStore.Server.Hosting;
using Xunit;

namespace MarketStore.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public async Task The_version_is_three_lines_of_plain_text(string option)
    {
        var build = BuildInfo.Current;

        var (code, output, error) = await RunAsync(option);

        Assert.Equal(0, code);
        Assert.Equal($"version: {build.Tag}\ncommit hash: {build.Commit}\nutc build time: {build.UtcBuildTime}\n", output);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_is_on_standard_output(string option)
    {
        var (code, output, error) = await RunAsync(option);

        Assert.Equal(0, code);
        Assert.Contains("start", output, StringComparison.Ordinal);
        Assert.Contains("init", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("start", "--help")]
    [InlineData("s", "-h")]
    [InlineData("help", "start")]
    public async Task Help_tells_about_a_command(params string[] arguments)
    {
        var (code, output, _) = await RunAsync(arguments);

        Assert.Equal(0, code);
        Assert.Contains("-c, --config", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_the_usage_is_on_standard_error_and_the_exit_code_is_1()
    {
        var (code, output, error) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("Usage:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strat", "start")]
    [InlineData("boot", "start")]
    [InlineData("up", "start")]
    [InlineData("create", "init")]
    [InlineData("new", "init")]
    [InlineData("innit", "init")]
    public async Task An_unknown_command_is_an_error_with_a_suggestion(string command, string suggestion)
    {
        var (code, output, error) = await RunAsync(command);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Equal($"Error: unknown command \"{command}\" for \"marketstore\"\n\nDid you mean this?\n\t{suggestion}\n\nRun 'marketstore --help' for usage.\n", error);
    }

    [Fact]
    public async Task A_command_like_no_other_is_an_error_without_a_suggestion()
    {
        Assert.Equal((1, "", "Error: unknown command \"xyzzy\" for \"marketstore\"\nRun 'marketstore --help' for usage.\n"), await RunAsync("xyzzy"));
    }

    [Theory]
    [InlineData("--prot", "start", "--prot", "5")]
    [InlineData("extra", "start", "extra")]
    [InlineData("-c", "start", "-c")]
    [InlineData("--bogus", "--bogus")]
    public async Task What_a_command_does_not_know_is_named(string named, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith("Error: ", error, StringComparison.Ordinal);
        Assert.Contains($"'{named}'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_file_that_is_named_and_missing_is_an_error()
    {
        var (code, _, error) = await RunAsync("start", "--config", "/no/such/mkts.yml");

        Assert.Equal(1, code);
        Assert.StartsWith("Error: failed to read configuration file error: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_a_configuration_file_is_told_with_its_line()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "root_directory: data\nlisten_port: http\nlog_level: verbose\n");

            var (code, _, error) = await RunAsync("start", "-c", path);

            Assert.Equal(1, code);
            Assert.StartsWith($"Error: failed to parse configuration file error: {path}: \n  line 2: listen_port: \"http\"", error, StringComparison.Ordinal);
            Assert.Contains("\n  line 3: log_level: \"verbose\"", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("--port", "http")]
    [InlineData("--grpc-port", "70000")]
    [InlineData("--timezone", "Mars")]
    [InlineData("--dir", "")]
    public async Task An_option_with_a_bad_value_is_named(string option, string value)
    {
        var (code, _, error) = await RunAsync("start", option, value);

        Assert.Equal(1, code);
        Assert.StartsWith($"Error: failed to parse configuration error: {option}: \"{value}\" is not allowed", error, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
