using MarketStore.Cli.Commands;

namespace MarketStore.Tests.Cli.Tools;

/// <summary>One command line, run within the tests.</summary>
static class CliRun
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
