using MarketStore.Trials.Endurance;
using MarketStore.Trials.Fuzz;
using MarketStore.Trials.Model;
using MarketStore.Trials.PowerCuts;

namespace MarketStore.Trials;

/// <summary>All trials, in the order of the help text.</summary>
static class TrialCatalog
{
    public static IReadOnlyList<Trial> All { get; } =
    [
        new PowerCutTrial(),
        new Kills.KillTrial(),
        new DiskClones.DiskCloneTrial(),
        new ModelTrial(),
        .. FuzzSubjects.Trials,
        new EnduranceTrial(),
        new FailingCalls.FailingCallsTrial(),
        new LargeGoLog.LargeGoLogTrial(),
        new FullDisk.FullDiskTrial(),
        new DamagedFiles.DamageTrial(),
    ];
}
