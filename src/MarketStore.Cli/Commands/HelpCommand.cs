using System.CommandLine;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore help [command]</c>, the same as <c>marketstore [command] --help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var about = new Argument<string[]>("command") { Description = "The command to tell about", Arity = ArgumentArity.ZeroOrMore };
        about.CompletionSources.Add(_ => root.Subcommands.Select(verb => new System.CommandLine.Completions.CompletionItem(verb.Name)));
        var command = new Command("help", "Tell about a command") { about };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = root.Parse([.. parsed.GetValue(about) ?? [], "--help"]);
            if (wanted.UnmatchedTokens.Count > 0)
                return Misuse.Report(wanted, parsed.InvocationConfiguration.Error);
            return await wanted.InvokeAsync(parsed.InvocationConfiguration, cancellationToken);
        });
        return command;
    }
}
