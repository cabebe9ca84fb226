using System.CommandLine;
using MarketStore.Server.Console;

namespace MarketStore.Cli.Commands;

/// <summary>Tells what is wrong with a command line, and what may have been meant.</summary>
internal static class Misuse
{
    // Words that people try for a verb of another name.
    static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["boot"] = StartCommand.Name,
        ["up"] = StartCommand.Name,
        ["run"] = StartCommand.Name,
        ["serve"] = StartCommand.Name,
        ["mkts"] = ConnectCommand.Name,
        ["open"] = ConnectCommand.Name,
        ["conn"] = ConnectCommand.Name,
        ["shell"] = ConnectCommand.Name,
        ["sql"] = ConnectCommand.Name,
        ["create"] = InitCommand.Name,
        ["new"] = InitCommand.Name,
        ["import"] = LoadCommand.Name,
        ["select"] = QueryCommand.Name,
        ["show"] = QueryCommand.Name,
        ["get"] = QueryCommand.Name,
        ["ls"] = ListCommand.Name,
        ["symbols"] = ListCommand.Name,
        ["info"] = StatusCommand.Name,
        ["ps"] = StatusCommand.Name,
        ["health"] = StatusCommand.Name,
        ["size"] = EstimateCommand.Name,
        ["space"] = EstimateCommand.Name,
        ["log"] = WalCommand.Name,
        ["check"] = IntegrityCommand.Name,
        ["fsck"] = IntegrityCommand.Name,
        ["scrub"] = IntegrityCommand.Name,
    };

    public static int Report(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed);
        // Below a group of verbs, a word that is no option can only have been meant as a verb.
        var unknown = command.Subcommands.Count > 0 ? parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) : null;
        if (unknown is not null)
        {
            error.WriteLine($"Error: unknown command \"{unknown}\" for \"{path}\"");
            if (Suggest(unknown, command) is { } suggestion)
                error.WriteLine($"\nDid you mean this?\n\t{suggestion}\n");
        }
        else
        {
            foreach (var problem in parsed.Errors)
                error.WriteLine($"Error: {problem.Message}");
        }

        error.WriteLine($"Run '{path} --help' for usage.");
        return ExitCode.Failure;
    }

    static string? Suggest(string unknown, Command command)
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        return Synonyms.TryGetValue(unknown, out var meant) && verbs.Contains(meant) ? meant : NearestName.Find(unknown, verbs);
    }

    static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Add(result.Command is RootCommand ? MarketStoreCommand.Name : result.Command.Name);
        names.Reverse();
        return string.Join(' ', names);
    }
}
