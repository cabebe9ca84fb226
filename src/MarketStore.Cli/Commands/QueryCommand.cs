using System.CommandLine;
using MarketStore.Cli.Results;
using MarketStore.Cli.Times;
using MarketStore.Client;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore query</c>: shows rows.</summary>
internal static class QueryCommand
{
    public const string Name = "query";

    public static Command Create()
    {
        var destination = new Argument<string>("destination") { Description = "What to read, such as AAPL/5Min/OHLCV, AAPL,MSFT/1D/OHLCV or */1D/OHLCV" };
        var url = ServerOption.Create();
        var from = CreateBound("--from", "The first instant: an ISO date or time, in the server's zone without an offset, or seconds since 1970");
        var to = CreateBound("--to", "The last instant, in the same forms; a date alone counts up to its end");
        var first = CreateCount("--first", "The first so many rows of each symbol");
        var last = CreateCount("--last", $"The last so many rows of each symbol. Without --first and --last: {QueryOptions.DefaultTableRows} for a table of rows, all for other formats and functions");
        var columns = new Option<string>("--columns") { Description = "Columns to show, separated by commas. Without this option all are shown", HelpName = "names" };
        var function = new Option<string[]>("--function") { Description = "A function over the rows, such as count(*). May be repeated: each takes what the one before gives", HelpName = "text" };
        var format = new Option<string>("--format") { Description = "The form of the output", DefaultValueFactory = _ => ResultFormats.Table };
        format.AcceptOnlyFromAmong(ResultFormats.Table, ResultFormats.Csv, ResultFormats.Json);
        var command = new Command(Name, "Show rows of a server") { destination, url, from, to, first, last, columns, function, format };
        command.Validators.Add(result =>
        {
            if (result.GetResult(first) is not null && result.GetResult(last) is not null)
                result.AddError($"'{first.Name}' and '{last.Name}' do not go together");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new QueryOptions(parsed.GetRequiredValue(destination))
            {
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                First = parsed.GetValue(first),
                Last = parsed.GetValue(last),
                Columns = (parsed.GetValue(columns) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                Functions = parsed.GetValue(function) ?? [],
                Format = parsed.GetRequiredValue(format),
            };
            using var client = new MarketStoreClient(parsed.GetValue(url) ?? ServerOption.Default);
            await new QueryRun(options, client, parsed.InvocationConfiguration.Output, Terminal.Find(parsed.InvocationConfiguration.Error)).RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    static Option<TimeBound?> CreateBound(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = argument =>
        {
            var text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (!TimeBound.TryParse(text, out var bound))
                argument.AddError($"'{name}' has to be a date or time such as 2020-01-06 or 2020-01-06T09:30, or seconds since 1970, not {ShownText.Quote(text)}");
            return bound;
        },
    };

    static Option<long?> CreateCount(string name, string description)
    {
        var option = new Option<long?>(name) { Description = description, HelpName = "count" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!long.TryParse(result.Tokens[0].Value, out var count) || count < 1))
                result.AddError($"'{name}' has to be a whole number from 1, not {ShownText.Quote(result.Tokens[0].Value)}");
        });
        return option;
    }
}
