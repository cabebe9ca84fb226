namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>Rows as the loop over them wants them: times, and prices as doubles. Nanoseconds may be empty.</summary>
internal readonly ref struct CandleRows(
    ReadOnlySpan<long> epochs,
    ReadOnlySpan<int> nanoseconds,
    ReadOnlySpan<double> open,
    ReadOnlySpan<double> high,
    ReadOnlySpan<double> low,
    ReadOnlySpan<double> close)
{
    public readonly ReadOnlySpan<long> Epochs = epochs;
    public readonly ReadOnlySpan<int> Nanoseconds = nanoseconds;
    public readonly ReadOnlySpan<double> Open = open;
    public readonly ReadOnlySpan<double> High = high;
    public readonly ReadOnlySpan<double> Low = low;
    public readonly ReadOnlySpan<double> Close = close;

    public CandleRows Slice(int first, int count) => new(
        Epochs.Slice(first, count),
        Nanoseconds.IsEmpty ? [] : Nanoseconds.Slice(first, count),
        Open.Slice(first, count),
        High.Slice(first, count),
        Low.Slice(first, count),
        Close.Slice(first, count));
}
