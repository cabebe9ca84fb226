namespace MarketStore.Trials.Model.Steps;

/// <summary>The steps of one of several writers; all its buckets belong to one symbol.</summary>
sealed record ConcurrentWriter(string Symbol, IReadOnlyList<ChangeStep> Steps);
