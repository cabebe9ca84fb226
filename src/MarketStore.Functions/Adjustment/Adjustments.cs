using MarketStore.Core.Errors;
using MarketStore.Functions.Calls;

namespace MarketStore.Functions.Adjustment;

/// <summary>Which changes a call of <c>adjust</c> asks for.</summary>
internal static class Adjustments
{
    /// <summary>Those of the kinds named by the literals <c>split</c> and <c>dividend</c>, in any case; both without one. Other literals are passed over.</summary>
    /// <exception cref="MarketStoreException">The rows are of no symbol.</exception>
    public static IReadOnlyList<RateChange> Of(IReadOnlyList<string> literals, FunctionContext context)
    {
        if (context.RateChanges is null)
            throw new MarketStoreException(ErrorKind.InvalidRequest, "the rows are of no symbol whose splits are known: adjust reads those of a bucket");
        var splits = Has(literals, "split");
        var dividends = Has(literals, "dividend");
        var all = literals.Count == 0;
        return [.. context.RateChanges().Where(change => all || (change.Kind == RateChangeKind.Split ? splits : dividends))];
    }

    static bool Has(IReadOnlyList<string> literals, string name) => literals.Contains(name, StringComparer.OrdinalIgnoreCase);
}
