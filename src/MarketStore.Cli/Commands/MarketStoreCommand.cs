using System.CommandLine;
using System.CommandLine.Help;

namespace MarketStore.Cli.Commands;

/// <summary>The program itself, without a verb.</summary>
internal static class MarketStoreCommand
{
    public const string Name = "marketstore";

    public static RootCommand Create()
    {
        var root = new RootCommand("A database server for financial time series.")
        {
            StartCommand.Create(),
            ConnectCommand.Create(),
            InitCommand.Create(),
            LoadCommand.Create(),
            QueryCommand.Create(),
            ListCommand.Create(),
            StatusCommand.Create(),
            EstimateCommand.Create(),
            ToolCommand.Create(),
            CompletionCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ShowHelp((HelpAction)help.Action!);
        // Forms of another system, which would be suggested by every completion.
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version, the commit and the time of the build";
        version.Aliases.Add("-v");
        version.Action = new ShowVersion();
        root.Subcommands.Add(HelpCommand.Create(root));
        root.SetAction((parsed, cancellationToken) => ShowUsageAsync(root, parsed.InvocationConfiguration, cancellationToken));
        return root;
    }

    // Nothing was asked for and nothing was done: a script that lost its arguments should notice.
    static async Task<int> ShowUsageAsync(RootCommand root, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        await root.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = configuration.Error }, cancellationToken);
        return ExitCode.Failure;
    }
}
