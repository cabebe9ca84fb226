namespace MarketStore.Trials;

/// <summary>A promise of the store did not hold; the message says which, and where.</summary>
sealed class TrialFailedException(string message) : Exception(message);
