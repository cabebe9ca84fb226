namespace MarketStore.Server.Plugins.Triggers;

/// <summary>The triggers that led to a write, the last first: what a trigger writes because of its own write is not told to it again.</summary>
/// <param name="Trigger">The one that wrote.</param>
/// <param name="Before">Those whose writes it answered.</param>
internal sealed record TriggerChain(object Trigger, TriggerChain? Before)
{
    public bool Holds(object trigger)
    {
        for (var link = this; link is not null; link = link.Before)
        {
            if (link.Trigger == trigger)
                return true;
        }

        return false;
    }
}
