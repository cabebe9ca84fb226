using System.CommandLine;
using MarketStore.Client;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore status</c>: how a server is, and each of its plug-ins.</summary>
internal static class StatusCommand
{
    public const string Name = "status";

    public static Command Create()
    {
        var url = ServerOption.Create();
        var command = new Command(Name, "Show how a running server and its plug-ins are") { url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new MarketStoreClient(parsed.GetValue(url) ?? ServerOption.Default);
            foreach (var line in (await client.GetStatusAsync(cancellationToken)).TrimEnd('\n').Split('\n'))
                parsed.InvocationConfiguration.Output.WriteLine(ShownText.Printable(line));
            return ExitCode.Success;
        });
        return command;
    }
}
