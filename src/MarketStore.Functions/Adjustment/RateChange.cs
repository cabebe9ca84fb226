namespace MarketStore.Functions.Adjustment;

/// <summary>A split, reverse split or stock dividend.</summary>
/// <param name="EpochSeconds">From when on prices are those of the new shares.</param>
/// <param name="Rate">New shares for an old one: 2 for a 2-for-1 split, 0.2 for a 1-for-5 reverse split, 1.1 for a stock dividend of 10 %.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct RateChange(long EpochSeconds, double Rate, RateChangeKind Kind);
