namespace MarketStore.Trials.Endurance;

/// <summary>What one request took.</summary>
/// <param name="AtSeconds">When it was sent, or was due, from the start of the run.</param>
/// <param name="IsAppend">False for a query.</param>
readonly record struct Response(float AtSeconds, float Milliseconds, bool IsAppend);
