using MarketStore.Server.Rpc;

namespace MarketStore.Trials.Fuzz.Targets;

sealed class SilentMetrics : IRpcMetrics
{
    public void RequestStarted()
    {
    }

    public void RequestFinished(string? method, bool succeeded, TimeSpan duration)
    {
    }
}
