using MarketStore.Cli.Loading;

namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\load</c>: stores the rows of a CSV file.</summary>
internal sealed class LoadCommand : IShellCommand
{
    const string SkipBad = "--skip-bad";

    public IReadOnlyList<string> Names { get; } = ["\\load"];

    public string Arguments => $"<key> <file> [<control file>] [{SkipBad}]";

    public string Summary => "Store the rows of a CSV file in a bucket";

    public string Details =>
        $"""
        Without a control file the data file has to have a header, and what its columns are is found out from all of it.
        A control file (YAML) says it: firstRowHasColumnNames, timeFormat (a Go layout such as "20060102 15:04:05", or
        timestamp), timeZone, columnNameMap. A row that cannot be read ends the load; with {SkipBad} it is passed over.
          \load AAPL/1Min/OHLCV bars.csv bars.yaml
        """;

    public async Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        List<string> paths = [.. arguments.Where(argument => argument != SkipBad)];
        if (paths.Count is < 2 or > 3)
            throw CommandArguments.Invalid($"failed to parse line: {(paths.Count < 2 ? "not enough" : "too many")} arguments, see \"\\help load\"");
        var options = new LoadOptions(paths[1], CommandArguments.ParseKey(paths[0]))
        {
            ControlPath = paths.Count == 3 ? paths[2] : null,
            SkipsBadRows = arguments.Contains(SkipBad, StringComparer.Ordinal),
        };
        // Standard output is for rows.
        await new LoadRun(options, context.Store, context.Error, context.Error, context.Terminal).RunAsync(cancellationToken);
    }
}
