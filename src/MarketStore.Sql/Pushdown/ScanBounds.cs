using MarketStore.Core.Time;

namespace MarketStore.Sql.Pushdown;

/// <summary>What the plan of a statement says of the rows that it needs of a table. Rows beyond are harmless: the engine filters all the same.</summary>
/// <param name="Range">Both ends inclusive.</param>
/// <param name="Symbols">The symbols needed; null for all.</param>
/// <param name="LastRows">The last so many rows suffice; null when all are needed.</param>
internal sealed record ScanBounds(TimeRange Range, IReadOnlySet<string>? Symbols, long? LastRows)
{
    public static ScanBounds None { get; } = new(TimeRange.All, null, null);
}
