using MarketStore.Core.Errors;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>An operation that may be refused, and nothing else.</summary>
static class Refusal
{
    /// <summary>Null, or the kind of refusal.</summary>
    public static string? Of(Func<Task> operation)
    {
        try
        {
            operation().GetAwaiter().GetResult();
            return null;
        }
        catch (MarketStoreException refusal)
        {
            return OutcomeText.KindOf(refusal.Message);
        }
    }
}
