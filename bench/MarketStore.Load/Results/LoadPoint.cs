namespace MarketStore.Load.Results;

/// <summary>One measured point of a series.</summary>
/// <param name="Series">What was measured, such as <c>appends/JSON-RPC</c>.</param>
/// <param name="X">The number that was varied.</param>
/// <param name="PerSecond">Units of work a second over all clients.</param>
/// <param name="MedianMilliseconds">Of one call.</param>
/// <param name="P99Milliseconds">Of one call.</param>
/// <param name="ServerProcessorSeconds">Processor time that the server took meanwhile.</param>
sealed record LoadPoint(string Series, double X, double PerSecond, double MedianMilliseconds, double P99Milliseconds, double ServerProcessorSeconds);
