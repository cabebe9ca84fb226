using System.CommandLine;
using MarketStore.Client;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore list</c>: what a server has.</summary>
internal static class ListCommand
{
    public const string Name = "list";

    public static Command Create()
    {
        var url = ServerOption.Create();
        var keys = new Option<bool>("--keys") { Description = "List buckets, such as AAPL/1Min/OHLCV, instead of symbols" };
        var command = new Command(Name, "List the symbols of a server, one a line") { url, keys };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new MarketStoreClient(parsed.GetValue(url) ?? ServerOption.Default);
            var names = parsed.GetValue(keys) ? await client.ListBucketsAsync(cancellationToken) : await client.ListSymbolsAsync(cancellationToken);
            foreach (var name in names.Order(StringComparer.Ordinal))
                parsed.InvocationConfiguration.Output.WriteLine(ShownText.Printable(name));
            return ExitCode.Success;
        });
        return command;
    }
}
