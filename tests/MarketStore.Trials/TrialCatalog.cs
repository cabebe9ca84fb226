namespace MarketStore.Trials;

/// <summary>All trials, in the order of the help text.</summary>
static class TrialCatalog
{
    public static IReadOnlyList<Trial> All { get; } =
    [
        new FailingCalls.FailingCallsTrial(),
        new FullDisk.FullDiskTrial(),
        new Damage.DamageTrial(),
    ];
}
