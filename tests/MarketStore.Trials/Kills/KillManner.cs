namespace MarketStore.Trials.Kills;

/// <summary>What a server is at when it is killed.</summary>
enum KillManner
{
    UnderLoad,
    WhileStarting,
    WhileStopping,
}
