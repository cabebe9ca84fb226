using System.Collections.Frozen;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Functions.Accumulators;
using MarketStore.Functions.Accumulators.Candles;
using MarketStore.Functions.Adjustment;

namespace MarketStore.Functions.Calls;

/// <summary>The functions there are. Names are looked up in any case. docs/queries.md, "Functions".</summary>
public static class FunctionRegistry
{
    const string AnyColumn = "*";

    static readonly FrozenDictionary<string, FunctionDefinition> Functions = new FunctionDefinition[]
    {
        new()
        {
            Name = "count",
            Required = [AnyColumn],
            ColumnsRead = _ => [],
            Create = (_, _, context) => new CountAccumulator(context.Clock),
        },
        new()
        {
            Name = "min",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, context) => ExtremumAccumulators.Lowest(InputColumn.Find(input, arguments.Of(AnyColumn)[0]), context.Clock),
        },
        new()
        {
            Name = "max",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, context) => ExtremumAccumulators.Highest(InputColumn.Find(input, arguments.Of(AnyColumn)[0]), context.Clock),
        },
        new()
        {
            Name = "avg",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, context) => SumAccumulator.Mean(InputColumn.Find(input, arguments.Of(AnyColumn)[0]), context.Clock),
        },
        new()
        {
            Name = "sum",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, context) => SumAccumulator.Sum(InputColumn.Find(input, arguments.Of(AnyColumn)[0]), context.Clock),
        },
        new()
        {
            Name = "stddev",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, context) => new DeviationAccumulator(InputColumn.Find(input, arguments.Of(AnyColumn)[0]), context.Clock),
        },
        new()
        {
            Name = "first",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, _) => EdgeAccumulator.Create(isLast: false, input, arguments.Of(AnyColumn)[0]),
        },
        new()
        {
            Name = "last",
            Required = [AnyColumn],
            ColumnsRead = arguments => arguments.Of(AnyColumn),
            Create = (arguments, input, _) => EdgeAccumulator.Create(isLast: true, input, arguments.Of(AnyColumn)[0]),
        },
        new()
        {
            Name = "adjust",
            Required = [],
            ColumnsRead = _ => null,
            Create = (arguments, input, context) => new AdjustAccumulator(input, Adjustments.Of(arguments.Literals, context)),
        },
        new()
        {
            Name = "gap",
            Required = [],
            ColumnsRead = _ => [],
            Create = (arguments, input, context) => GapAccumulators.Create(arguments.Literals, input, context),
        },
        Candler("candlecandler", CandlePrices.OfBars, "Open", "High", "Low", "Close"),
        Candler("tickcandler", CandlePrices.OfTicks, "CandlePrice"),
    }.ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => Functions.ContainsKey(name);

    /// <summary>True for a function that SQL itself has not.</summary>
    public static bool IsUnknownToSql(string name) => name.ToLowerInvariant() is "gap" or "candlecandler" or "tickcandler" or "adjust";

    /// <exception cref="MarketStoreException">There is none of that name.</exception>
    internal static FunctionDefinition Get(string name) =>
        Functions.TryGetValue(name, out var function)
            ? function
            : throw new MarketStoreException(ErrorKind.NotFound, $"no function in the UDA Registry named \"{name}\"");

    static FunctionDefinition Candler(string name, Func<FunctionArguments, CandlePrices> prices, params string[] required) => new()
    {
        Name = name,
        Required = required,
        Optional = [CandlerAccumulator.SumParameter, CandlerAccumulator.AverageParameter],
        RequiredLiterals = 1,
        ColumnsRead = arguments =>
        [
            .. required.Append(CandlerAccumulator.SumParameter).Append(CandlerAccumulator.AverageParameter).SelectMany(arguments.Of),
            ColumnSeries.NanosecondsName,
        ],
        Create = (arguments, input, context) => CandlerAccumulator.Create(prices(arguments), arguments, input, context),
    };
}
