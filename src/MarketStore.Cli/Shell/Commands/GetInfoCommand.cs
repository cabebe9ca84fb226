using System.Globalization;
using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\getinfo</c>: describes a bucket in three lines.</summary>
internal sealed class GetInfoCommand : IShellCommand
{
    const long NanosecondsPerSecond = 1_000_000_000;

    public IReadOnlyList<string> Names { get; } = ["\\getinfo"];

    public string Arguments => "<key>";

    public string Summary => "Show what a bucket holds: its columns, its record type, the year of its newest file";

    public string Details => "  \\getinfo AAPL/1Min/OHLCV";

    public async Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count != 1)
            throw CommandArguments.Invalid("\\getinfo takes exactly one key, see '\\help getinfo'");
        var key = CommandArguments.ParseKey(arguments[0]);
        var bucket = await context.Store.FindAsync(key, cancellationToken)
            ?? throw new MarketStoreException(ErrorKind.NotFound, $"unable to get info about key {key.LongForm}: it is not found in catalog");
        context.StandardOutput.Write(Describe(arguments[0], bucket));
    }

    static string Describe(string name, BucketDescription bucket) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        Bucket: {{name}}
        Latest Year: {{bucket.LatestYear}}, RecordType: {{(bucket.RecordType == RecordType.Variable ? "VARIABLE" : "FIXED")}}, TF: {{Duration(bucket.TimeframeNanoseconds)}}
        Data Types: {{{string.Join(' ', bucket.Columns.Select(column => $"{ShownText.Printable(column.Name)}:{column.Type.DisplayName()}"))}}}

        """);

    /// <summary>As Go writes durations of whole seconds: <c>24h0m0s</c>, <c>1m0s</c>, <c>1s</c>.</summary>
    internal static string Duration(long nanoseconds)
    {
        var seconds = nanoseconds / NanosecondsPerSecond;
        var (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
        if (hours > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{hours}h{minutes}m{seconds % 60}s");
        return minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds % 60}s") : string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }
}
