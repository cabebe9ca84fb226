namespace MarketStore.Trials.PowerCuts.Simulation;

enum NameAct
{
    Create,
    Remove,
    Rename,
}
