namespace MarketStore.Trials;

/// <summary>Which cases of a trial are to run.</summary>
/// <param name="FirstSeed">The first case.</param>
/// <param name="Cases">How many.</param>
/// <param name="Duration">Null, or the time after which no new case begins.</param>
/// <param name="StatePath">Null, or the file that remembers how far the run came, so that the same command goes on from there.</param>
sealed record TrialPlan(long FirstSeed, long Cases, TimeSpan? Duration = null, string? StatePath = null)
{
    /// <summary>The n-th of so many equal parts of a long form; n counts from 1.</summary>
    public static TrialPlan Slice(long firstSeed, long cases, int slice, int slices)
    {
        var start = cases * (slice - 1) / slices;
        return new(firstSeed + start, (cases * slice / slices) - start);
    }
}
