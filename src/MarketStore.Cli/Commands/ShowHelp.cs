using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MarketStore.Cli.Commands;

/// <summary>Answers <c>--help</c>: usage and options, then a command's notes.</summary>
internal sealed class ShowHelp(HelpAction usage) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usage.Invoke(parseResult);
        if (parseResult.CommandResult.Command is NotedCommand noted)
            parseResult.InvocationConfiguration.Output.WriteLine(noted.Notes);
        return code;
    }
}
