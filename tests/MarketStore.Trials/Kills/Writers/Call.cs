namespace MarketStore.Trials.Kills.Writers;

/// <summary>One call to the server.</summary>
readonly record struct Call(string Method, Dictionary<string, object?> Parameters);
