namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Always the same instant, so that a case does not depend on the day that it runs on.</summary>
sealed class FixedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2021, 6, 1, 12, 0, 0, TimeSpan.Zero);
}
