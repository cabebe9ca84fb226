using System.CommandLine;
using System.CommandLine.Invocation;
using MarketStore.Server.Hosting;

namespace MarketStore.Cli.Commands;

/// <summary>Answers <c>--version</c> with three lines of plain text.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var build = BuildInfo.Current;
        output.WriteLine($"version: {build.Tag}");
        output.WriteLine($"commit hash: {build.Commit}");
        output.WriteLine($"utc build time: {build.UtcBuildTime}");
        return ExitCode.Success;
    }
}
