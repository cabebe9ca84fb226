using System.CommandLine;
using MarketStore.Cli.Loading;
using MarketStore.Cli.Stores;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Commands;

/// <summary><c>marketstore load</c>: stores the rows of a CSV file.</summary>
internal static class LoadCommand
{
    public const string Name = "load";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A CSV file with a header" };
        var key = new Argument<string>("key") { Description = "The bucket, such as AAPL/1Min/OHLCV. It is made if it is not there" };
        var url = ServerOption.Create();
        var variable = new Option<bool>("--variable") { Description = "Make it a bucket of ticks: any number of rows in a slot, with nanoseconds" };
        var zone = ZoneOption.Create("--time-zone", "Zone of times without an offset. Without this option UTC is used");
        var column = new Option<string[]>("--column") { Description = $"Type of a column (f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, U16), or {ColumnOptions.Skip} to leave it out. May be repeated", HelpName = "name=type" };
        var rename = new Option<string[]>("--rename") { Description = "Another name for a column of the file; name=Epoch tells which one is the time. May be repeated", HelpName = "name=new" };
        var skipBad = new Option<bool>("--skip-bad") { Description = "Pass over rows that cannot be read, instead of stopping at the first" };
        var command = new Command(Name, "Store the rows of a CSV file") { file, key, url, variable, zone, column, rename, skipBad };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new LoadOptions(parsed.GetRequiredValue(file), ParseKey(parsed.GetRequiredValue(key)))
            {
                WantsVariable = parsed.GetValue(variable),
                Zone = parsed.GetValue(zone) ?? MarketTimeZone.Utc,
                Types = [.. (parsed.GetValue(column) ?? []).Select(ColumnOptions.ParseType)],
                Renames = [.. (parsed.GetValue(rename) ?? []).Select(ColumnOptions.ParseRename)],
                SkipsBadRows = parsed.GetValue(skipBad),
            };
            using var client = new MarketStoreClient(parsed.GetValue(url) ?? ServerOption.Default);
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            await new LoadRun(options, new RemoteStore(client), output, error, Terminal.Find(error)).RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    static TimeBucketKey ParseKey(string text)
    {
        var key = TimeBucketKey.Parse(text);
        return Timeframe.TryParse(key.Timeframe, out _)
            ? key
            : throw new MarketStoreException(ErrorKind.InvalidRequest, $"key {ShownText.Quote(text)} is not usable: {ShownText.Quote(key.Timeframe)} is no timeframe such as 1D or 5Min");
    }
}
