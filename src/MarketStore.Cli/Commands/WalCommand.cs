using System.CommandLine;
using MarketStore.Cli.Tools;
using MarketStore.Storage.Listing;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore tool wal</c>: lists what a log file holds.</summary>
internal static class WalCommand
{
    public const string Name = "wal";

    const string Notes =
        """
        Shows each record of a log: where it stands, its sequence number, what it does, and the rows of each bucket and year.
        Takes a segment of our log (*.mslog, and copies that end in .damaged) or a log of the Go server (*.walfile), and changes
        nothing. Damage is shown with its offset, and what is sound behind it is listed too. The last line says what the log is
        as a whole. The exit code is 0 for a sound log, also if a crash cut its last write short, and 1 when it is damaged or
        the file is no log.

        Examples:
          marketstore tool wal --file data/0000000000000001.mslog
          marketstore tool wal -f data/WALFile.1615734500000000001.walfile --json | jq 'select(.fault)'

        """;

    public static Command Create()
    {
        var file = new Option<string>("--file", "-f") { Description = "The log", HelpName = "file", Required = true };
        var json = new Option<bool>("--json") { Description = "One JSON object a line: each record, and the summary last" };
        var command = new NotedCommand(Name, "List the records of a log file", Notes) { file, json };
        command.Aliases.Add("waldebugger");
        command.SetAction((parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            ILogView view = parsed.GetValue(json) ? new JsonLogView(output) : new TextLogView(output);
            var summary = LogListing.Run(parsed.GetRequiredValue(file), view.Show, cancellationToken);
            view.ShowSummary(parsed.GetRequiredValue(file), summary);
            return Task.FromResult(summary.IsSound ? ExitCode.Success : ExitCode.Failure);
        });
        return command;
    }
}
