using MarketStore.Client;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\show</c>: reads a range of rows.</summary>
internal sealed class ShowCommand : IShellCommand
{
    const string CsvPath = "mstore-csv-output.csv";

    public IReadOnlyList<string> Names { get; } = ["\\show"];

    public string Arguments => "<key> <start> [<end>] [csv]";

    public string Summary => "Show the rows of a bucket from a time on, or between two times, both included";

    public string Details =>
        $"""
        Times are UTC: 2006-01-02 or 2006-01-02T15:04; a date alone is its midnight. The words between and and may stand
        before them. csv lets this result and the next ones go to {CsvPath}.
          \show AAPL/1Min/OHLCV 2020-01-06T09:30 2020-01-06T10:00
          \show AAPL/1D/OHLCV between 2020-01-06 and 2020-01-31
          \show AAPL,MSFT/1D/OHLCV 2020-01-06
        """;

    public async Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count < 2)
            throw CommandArguments.Invalid("Not enough arguments, see '\\help show'");
        var times = new List<EpochTime>();
        foreach (var argument in arguments.Skip(1))
        {
            if (argument.Equals("csv", StringComparison.OrdinalIgnoreCase))
                context.Output.Redirect(CsvPath);
            else if (!argument.Equals("between", StringComparison.OrdinalIgnoreCase) && !argument.Equals("and", StringComparison.OrdinalIgnoreCase))
                times.Add(CommandArguments.ParseTime(argument));
        }

        if (times.Count is 0 or > 2)
            throw CommandArguments.Invalid("Could not parse arguments, see '\\help show'");
        await RunAsync(context, arguments[0], new(times[0], times.Count == 2 ? times[1] : EpochTime.MaxValue), cancellationToken);
    }

    static async Task RunAsync(ShellContext context, string destination, TimeRange range, CancellationToken cancellationToken)
    {
        IReadOnlyList<BucketRows> buckets;
        using (QueryWatch.Start(context))
            buckets = await context.Store.ReadAsync(destination, range, cancellationToken);
        try
        {
            List<BucketRows> found = [.. buckets.Where(bucket => bucket.Rows.RowCount > 0)];
            if (found.Count == 0)
                context.Error.WriteLine("No results");
            // A file of an earlier run must not be taken for this result.
            if (found.Count > 0 || !context.Output.IsShown)
                context.Output.Write(found);
        }
        finally
        {
            foreach (var bucket in buckets)
                bucket.Rows.Dispose();
        }
    }
}
