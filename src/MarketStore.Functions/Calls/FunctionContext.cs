using MarketStore.Core.Time;
using MarketStore.Functions.Adjustment;

namespace MarketStore.Functions.Calls;

/// <summary>What functions know besides their rows.</summary>
/// <param name="Zone">Decides where days, weeks, months and years start.</param>
/// <param name="Clock">The Epoch of <c>count</c>, <c>min</c>, <c>max</c> and <c>avg</c>.</param>
public sealed record FunctionContext(MarketTimeZone Zone, TimeProvider Clock)
{
    /// <summary>The splits and dividends in shares of the symbol whose rows are computed, ascending in time; null where the rows are of no symbol.</summary>
    public Func<IReadOnlyList<RateChange>>? RateChanges { get; init; }

    /// <summary>Leads the errors about literals; SQL has its own.</summary>
    public string LiteralErrorPrefix { get; init; } = "init aggfunc during query: ";
}
