namespace MarketStore.Load.Streaming;

/// <summary>What the subscribers saw.</summary>
/// <param name="Received">Frames of all healthy ones.</param>
/// <param name="Faults">Frames that were missing, out of order, or no bars.</param>
/// <param name="MedianMilliseconds">From the call of publish to the parsed frame.</param>
/// <param name="P99Milliseconds">The same.</param>
/// <param name="MaxMilliseconds">The same.</param>
/// <param name="ProcessorSeconds">What the subscribers' process took.</param>
sealed record StreamFigures(long Received, long Faults, double MedianMilliseconds, double P99Milliseconds, double MaxMilliseconds, double ProcessorSeconds);
