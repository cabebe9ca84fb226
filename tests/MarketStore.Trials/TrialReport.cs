namespace MarketStore.Trials;

/// <summary>How a run went.</summary>
/// <param name="Cases">Cases that ran to their end, the kept ones among them.</param>
/// <param name="Failures">Seeds of cases that failed, with what they found.</param>
sealed record TrialReport(long Cases, TrialTally Tally, IReadOnlyList<(long Seed, string Text)> Failures, TimeSpan Elapsed)
{
    public string Summary(Trial trial) =>
        FormattableString.Invariant($"{trial.Name}: {Cases:N0} cases in {Elapsed.TotalSeconds:0.0} s, {Failures.Count} failed; {Tally}");
}
