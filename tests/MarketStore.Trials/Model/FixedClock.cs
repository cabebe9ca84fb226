namespace MarketStore.Trials.Model;

/// <summary>A clock that stands: functions give the time of the query back.</summary>
sealed class FixedClock : TimeProvider
{
    public const long Seconds = 1_700_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
}
