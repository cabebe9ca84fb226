using System.Globalization;

namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\trim</c>: removes the newest rows of a bucket.</summary>
internal sealed class TrimCommand : IShellCommand
{
    public IReadOnlyList<string> Names { get; } = ["\\trim"];

    public string Arguments => "<key> <start>";

    public string Summary => "Remove the rows of a bucket from a time on";

    public string Details =>
        """
        Only rows of that bucket are removed, those of later years too. Times are written as those of \show.
          \trim AAPL/1Min/OHLCV 2020-01-06T16:00
        """;

    public async Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count != 2)
            throw CommandArguments.Invalid("\\trim takes a key and a time, see '\\help trim'");
        var (key, start) = (CommandArguments.ParseKey(arguments[0]), CommandArguments.ParseTime(arguments[1]));
        context.Error.WriteLine("Trimming...");
        var rowCount = await context.Store.TrimAsync(key, start, cancellationToken);
        context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"removed {rowCount} {(rowCount == 1 ? "row" : "rows")} of {key}"));
    }
}
