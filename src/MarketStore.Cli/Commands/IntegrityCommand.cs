using System.CommandLine;
using MarketStore.Cli.Tools;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Server.Configuration;
using MarketStore.Storage;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Scrub;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore tool integrity</c>: looks a data directory over for damage.</summary>
internal static class IntegrityCommand
{
    public const string Name = "integrity";

    const string Notes =
        """
        Reads all of a data directory and tells what is damaged, as far as the files let it be seen: headers, the indexes of
        slots, where slots of ticks point to, their blocks and the order in them, category files, logs. It also counts the room
        that replaced blocks take up, and names entries that belong to no bucket; neither is damage. The server must be stopped,
        since what it is writing may look damaged: with --read-only the look goes on beside it. The exit code is 0 when nothing
        is wrong, or all of it was repaired, and 1 otherwise.

        No file records the time zone and whether ticks are compressed: give the server's configuration file with --config, or
        --time-zone and --disable_variable_compression, if they are not UTC and compressed.

        --fix repairs only what is known to the byte: category files that are missing or cut short, and year files cut short
        between two rows and sound otherwise, which get their length back. Each file is copied beside first, as <name>.before-fix. All else is told
        and left as it is; a copy of the data, or a replica, has to bring it back.

        --chunks, --monthStart and --monthEnd of earlier versions are accepted and have no effect.

        Examples:
          marketstore tool integrity --dir /var/lib/marketstore
          marketstore tool integrity --config /etc/mkts.yml --parallel --json > report.json
          marketstore tool integrity --dir data --yearStart 2023 --fix

        """;

    public static Command Create()
    {
        var directory = new Option<string?>("--dir", "-d") { Description = "The data directory. Without this option it is that of --config", HelpName = "directory" };
        var config = new Option<string?>("--config", "-c") { Description = "A server's configuration file, for the directory, the time zone and the compression", HelpName = "file" };
        var zone = ZoneOption.Create("--time-zone", "Time zone of the data. Without this option it is that of --config, or UTC");
        var plain = new Option<bool>("--disable_variable_compression") { Description = "Ticks are stored without compression, as with this key in the configuration" };
        var yearStart = CountOption.Create("--yearStart", [], "Pass over files of earlier years", MarketTimeZone.MinYear, MarketTimeZone.MinYear, MarketTimeZone.MaxYear);
        var yearEnd = CountOption.Create("--yearEnd", [], "Pass over files of later years; 0 for none", 0, MarketTimeZone.MinYear, 10_000);
        var parallel = new Option<bool>("--parallel") { Description = "Look at as many buckets at a time as there are processors" };
        var readOnly = new Option<bool>("--read-only") { Description = "Look even while a server holds the directory; what is under way may look damaged" };
        var fix = new Option<bool>("--fix") { Description = "Repair what is known to the byte, each file copied beside first" };
        var json = new Option<bool>("--json") { Description = "One JSON document instead of lines" };
        var withoutEffect = new Option<string?>[] { new("--chunks"), new("--monthStart"), new("--monthEnd") };
        var command = new NotedCommand(Name, "Look a data directory over for damage", Notes) { directory, config, zone, plain, yearStart, yearEnd, parallel, readOnly, fix, json };
        foreach (var option in withoutEffect)
        {
            option.Hidden = true;
            command.Options.Add(option);
        }

        command.Aliases.Add("ic");
        command.Aliases.Add("integritycheck");
        command.Validators.Add(result =>
        {
            if (result.GetResult(directory) is null && result.GetResult(config) is null)
                result.AddError($"'{directory.Name}' or '{config.Name}' has to say where the data lies");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(readOnly) && parsed.GetValue(fix))
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"'{readOnly.Name}' and '{fix.Name}' do not go together: nothing is repaired beside a server");
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            foreach (var option in withoutEffect.Where(option => parsed.GetResult(option) is not null))
                error.WriteLine($"Notice: {option.Name} has no effect: files are looked at as a whole");
            var data = DataOf(parsed.GetValue(config), parsed.GetValue(directory), parsed.GetValue(zone), parsed.GetValue(plain));
            var progress = new CheckProgress(Terminal.Find(error));
            var look = new ScrubOptions
            {
                FirstYear = (int)parsed.GetValue(yearStart),
                LastYear = parsed.GetValue(yearEnd) is not 0 and var last ? (int)last : MarketTimeZone.MaxYear,
                Parallelism = parsed.GetValue(parallel) ? Environment.ProcessorCount : 1,
                AllowsServer = parsed.GetValue(readOnly),
                Repairs = parsed.GetValue(fix),
                Progress = progress.Show,
            };
            return Task.FromResult(Run(data, look, progress, parsed.GetValue(json), output, error, cancellationToken));
        });
        return command;
    }

    static int Run(DatabaseOptions data, ScrubOptions look, CheckProgress progress, bool isJson, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ScrubReport report;
        try
        {
            report = Scrubber.Run(data, look, cancellationToken);
        }
        catch (DirectoryInUseException inUse)
        {
            error.WriteLine($"Error: {inUse.Message}: stop the server first, or look beside it with --read-only");
            return ExitCode.Failure;
        }
        finally
        {
            progress.Clear();
        }

        var result = new CheckResult(Path.GetFullPath(data.RootDirectory), report);
        if (isJson)
            CheckJson.Write(result, output);
        else
            CheckText.Write(result, output);
        return report.LeftCount == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    static DatabaseOptions DataOf(string? configPath, string? directory, MarketTimeZone? zone, bool isPlain)
    {
        if (configPath is null)
            return new() { RootDirectory = directory!, Zone = zone ?? MarketTimeZone.Utc, CompressVariableRecords = !isPlain };
        try
        {
            var (configuration, _) = ConfigurationFile.Load(configPath);
            return new()
            {
                RootDirectory = directory ?? configuration.RootDirectory,
                Zone = zone ?? configuration.Zone,
                CompressVariableRecords = !isPlain && configuration.CompressVariableRecords,
            };
        }
        catch (ConfigurationException problems)
        {
            throw new ConfigurationFileException(configPath, problems);
        }
    }
}
