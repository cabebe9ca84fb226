using System.CommandLine;
using System.Globalization;
using MarketStore.Cli.Tools;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Estimates;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore estimate</c>: how much of a disk bars will take up.</summary>
internal static class EstimateCommand
{
    public const string Name = "estimate";

    const int MaxColumns = 1_024;
    const double HoursPerDay = 24;

    const string Notes =
        """
        Tells how much of a disk bars will take up: one bucket for each symbol, one file for each year. A file has a slot for
        every bar of a whole year, nights and weekends too, but what no bar was ever written to is a hole and takes no room. So
        what counts is the bars of the market's hours on trading days, in whole pages of 4 KiB, as a server lays them out, the
        two pages or so that the header has, and the directories and category files of the buckets. A bar is 8 bytes for its
        slot and its columns, rounded up to 8; Epoch is not stored.

        Not counted: the log while a server runs (it is gone after a stop), and buckets of ticks, whose size depends on how
        many there are and how well they compress. ls -l and copies made without keeping holes show larger files.

        Examples:
          marketstore estimate                                   1000 symbols, 10 years, 1Min, 5 columns of 8 bytes
          marketstore estimate -s 50 -y 3 -t 1Sec --4byteCols 5 --8byteCols 0
          marketstore estimate -t 1D -d 365 --hours 24           a market that never closes

        """;

    public static Command Create()
    {
        var narrow = CountOption.Create("--4byteCols", [], "Columns of 4 bytes, such as float32", 0, 0, MaxColumns);
        var wide = CountOption.Create("--8byteCols", [], "Columns of 8 bytes, such as float64 and int64", 5, 0, MaxColumns);
        var timeframe = CreateTimeframe();
        var symbols = CountOption.Create("--symbols", ["-s"], "Symbols", 1_000, 0, long.MaxValue);
        var years = CountOption.Create("--years", ["-y"], "Years", 10, 0, long.MaxValue);
        var days = CountOption.Create("--days", ["-d"], "Trading days of a year", 261, 0, 366);
        var hours = CreateHours();
        var json = new Option<bool>("--json") { Description = "One JSON object: the bytes of all, of a year file, and of a bucket beside its years" };
        var command = new NotedCommand(Name, "Estimate how much of a disk bars will take up", Notes) { narrow, wide, timeframe, symbols, years, days, hours, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(narrow) + parsed.GetValue(wide) > MaxColumns)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"'{narrow.Name}' and '{wide.Name}' make more than {MaxColumns} columns, and a bucket has no more");
            var columns = Columns(parsed.GetValue(narrow), parsed.GetValue(wide));
            var estimate = new SpaceEstimate(parsed.GetValue(timeframe), columns, (int)parsed.GetValue(days), TimeSpan.FromHours(parsed.GetValue(hours)));
            var text = new EstimateText(parsed.GetValue(symbols), parsed.GetValue(years), parsed.GetValue(timeframe).Text, estimate.YearFileBytes(), SpaceEstimate.BucketBytes);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                new JsonText(output).WriteLine(text.Write);
            else
                output.WriteLine(text.Describe());
            return ExitCode.Success;
        });
        return command;
    }

    static IReadOnlyList<DataShape> Columns(long narrow, long wide) =>
    [
        .. Enumerable.Range(0, (int)narrow).Select(column => new DataShape($"N{column}", ElementType.Float32)),
        .. Enumerable.Range(0, (int)wide).Select(column => new DataShape($"W{column}", ElementType.Float64)),
    ];

    static Option<Timeframe> CreateTimeframe() => new("--timeframe", "-t")
    {
        Description = "The timeframe of the bars, such as 1Sec, 5Min, 4H or 1D",
        HelpName = "timeframe",
        DefaultValueFactory = _ => Parse("1Min"),
        CustomParser = argument =>
        {
            var text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (Timeframe.TryParse(text, out var timeframe))
                return timeframe;
            argument.AddError($"'--timeframe' has to be a timeframe such as 1Sec, 5Min or 1D, not {ShownText.Quote(text)}: the shortest is a second");
            return Parse("1Min");
        },
    };

    static Option<double> CreateHours() => new("--hours")
    {
        Description = "Hours that the market is open on a trading day",
        HelpName = "hours",
        DefaultValueFactory = _ => 6.5,
        CustomParser = argument =>
        {
            var text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours <= HoursPerDay)
                return hours;
            argument.AddError($"'--hours' has to be a number from 0 to 24, not {ShownText.Quote(text)}");
            return 0;
        },
    };

    static Timeframe Parse(string text) => Timeframe.TryParse(text, out var timeframe) ? timeframe : throw new ArgumentException($"{text} is no timeframe", nameof(text));
}
