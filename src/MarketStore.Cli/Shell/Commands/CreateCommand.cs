using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Shell.Commands;

/// <summary><c>\create</c>: makes an empty bucket.</summary>
internal sealed class CreateCommand : IShellCommand
{
    public IReadOnlyList<string> Names { get; } = ["\\create"];

    public string Arguments => "<key> <columns> <fixed|variable>";

    public string Summary => "Make an empty bucket";

    public string Details =>
        """
        The key may have :Symbol/Timeframe/AttributeGroup behind it. Columns are groups of names with a type, separated by
        colons; Epoch is there without being named. Types: byte int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64
        string16. A slot of a fixed bucket holds one row, one of a variable bucket any number, with nanoseconds.
          \create AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup Open,High,Low,Close/float32:Volume/int32 fixed
          \create AAPL/1Sec/TICK Bid,Ask/float32 variable
        """;

    public async Task RunAsync(ShellContext context, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count < 3)
            throw CommandArguments.Invalid("Not enough arguments, see '\\help create'");
        var key = CommandArguments.ParseKey(arguments[0]);
        var columns = ParseColumns(arguments[1]);
        var recordType = arguments[2] switch
        {
            "fixed" => RecordType.Fixed,
            "variable" => RecordType.Variable,
            _ => throw CommandArguments.Invalid($"record type {ShownText.Quote(arguments[2])} is not one of fixed or variable"),
        };
        await context.Store.CreateAsync(key, recordType, columns, cancellationToken);
        context.Error.WriteLine($"Successfully created a new catalog entry for bucket {arguments[0]}");
    }

    static List<DataShape> ParseColumns(string text)
    {
        var columns = new List<DataShape>();
        foreach (var group in text.Split(':'))
        {
            if (group.Split('/') is not [{ Length: > 0 } names, { Length: > 0 } typeName])
                throw CommandArguments.Invalid($"{ShownText.Printable(group)}: Data shape is not described by a list of column names followed by type");
            if (!ElementTypes.TryParseShapeName(typeName, out var type))
                throw CommandArguments.Invalid($"{ShownText.Printable(group)}: Data type is not a supported type");
            if (type == ElementType.Bool)
                throw CommandArguments.Invalid($"type:{type.DisplayName()} is not supported");
            columns.AddRange(names.Split(',').Where(name => name != ColumnSeries.EpochName).Select(name => new DataShape(name, type)));
        }

        return columns;
    }
}
