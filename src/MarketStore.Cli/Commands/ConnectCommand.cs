using System.CommandLine;
using System.CommandLine.Parsing;
using MarketStore.Cli.Results;
using MarketStore.Cli.Shell;
using MarketStore.Cli.Stores;
using MarketStore.Client;
using MarketStore.Core.Time;
using MarketStore.Server.Console;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore connect</c>: a shell on a server or on a data directory.</summary>
internal static class ConnectCommand
{
    public const string Name = "connect";

    const string NoCompressionShort = "-c";

    public static Command Create()
    {
        var url = ServerOption.Create();
        url.Aliases.Add("-u");
        url.Description = "The server: host, host:port or http://host:port";
        var directory = new Option<string?>("--dir", "-d") { Description = "A data directory of this machine, on which no server runs", HelpName = "directory" };
        var zone = ZoneOption.Create("--timezone", "With --dir: the timezone of the server's configuration. Without this option it is UTC");
        var noCompression = new Option<string?>("--disable_variable_compression", NoCompressionShort)
        {
            Description = "With --dir: as disable_variable_compression of the server's configuration. -c with a statement behind it is --command",
            HelpName = "True|False",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var statements = new Option<string[]>("--command", "-e") { Description = "A statement or command to run, instead of those that are typed. May be repeated", HelpName = "statement" };
        var format = new Option<string>("--format") { Description = "The form of results", DefaultValueFactory = _ => ResultFormats.Table };
        format.AcceptOnlyFromAmong(ResultFormats.Table, ResultFormats.Csv, ResultFormats.Json);
        var command = new Command(Name, "Open a shell on a server or on a data directory") { url, directory, statements, format, zone, noCompression };
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is null == result.GetResult(directory) is null)
                result.AddError($"cannot connect to database, use a flag to set location: either '{url.Name}' or '{directory.Name}'");
            if (result.GetResult(noCompression) is { } given && !IsShort(given) && given.Tokens is [var token] && !bool.TryParse(token.Value, out _))
                result.AddError($"'{noCompression.Name}' has to be True or False, not {ShownText.Quote(token.Value)}");
        });
        command.SetAction(async (parsed, _) =>
        {
            var (disablesCompression, statement) = ReadShort(parsed.GetResult(noCompression));
            var path = parsed.GetValue(directory);
            var address = parsed.GetValue(url) ?? ServerOption.Default;
            var options = new ShellOptions(path is null ? $"remote instance at: {address.GetLeftPart(UriPartial.Authority)}" : $"local instance at path: {path}")
            {
                Statements = [.. statement is null ? [] : (string[])[statement], .. parsed.GetValue(statements) ?? []],
                Format = parsed.GetRequiredValue(format),
            };
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (path is null)
                return await RunRemoteAsync(options, address, output, error);
            var storage = new DatabaseOptions { RootDirectory = path, Zone = parsed.GetValue(zone) ?? MarketTimeZone.Utc, CompressVariableRecords = !disablesCompression };
            return await RunLocalAsync(options, storage, output, error);
        });
        return command;
    }

    static async Task<int> RunRemoteAsync(ShellOptions options, Uri address, TextWriter output, TextWriter error)
    {
        // A statement takes as long as it takes: Ctrl-C is the limit.
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new MarketStoreClient(address, http);
        // A wrong address is told before anything is typed.
        await client.GetServerVersionAsync();
        return await new ShellRun(options, new RemoteStore(client), Console.In, output, error).RunAsync();
    }

    static async Task<int> RunLocalAsync(ShellOptions options, DatabaseOptions storage, TextWriter output, TextWriter error)
    {
        using var log = new JsonLineLog(Console.OpenStandardError(), TimeProvider.System);
        using var loggers = ServerLogging.CreateFactory(log, LogLevel.Warning);
        await using var store = LocalStore.Open(storage, loggers.CreateLogger<Database>());
        return await new ShellRun(options, store, Console.In, output, error).RunAsync();
    }

    /// <summary>What <c>-c</c> meant: scripts of the Go shell say that nothing is compressed, all others give a statement, as they would to any shell.</summary>
    static (bool DisablesCompression, string? Statement) ReadShort(OptionResult? given)
    {
        if (given is null)
            return (false, null);
        if (given.Tokens.Count == 0)
            return (true, null);
        return bool.TryParse(given.Tokens[0].Value, out var isDisabled) ? (isDisabled, null) : (false, given.Tokens[0].Value);
    }

    static bool IsShort(OptionResult given) => given.IdentifierToken?.Value == NoCompressionShort;
}
