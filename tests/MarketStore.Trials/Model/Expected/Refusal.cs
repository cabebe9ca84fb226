using MarketStore.Core.Errors;

namespace MarketStore.Trials.Model.Expected;

/// <summary>A request that is to be refused, for one of several reasons: which of them is told first is nobody's promise.</summary>
sealed class Refusal
{
    readonly List<(ErrorKind Kind, string Text)> _reasons = [];

    public Refusal()
    {
    }

    public Refusal(ErrorKind kind, string text) => Add(kind, text);

    /// <summary>Null when there is no reason at all.</summary>
    public Refusal? OrNone => _reasons.Count == 0 ? null : this;

    /// <param name="kind">The kind of the error.</param>
    /// <param name="text">Some words of its message.</param>
    public Refusal Add(ErrorKind kind, string text)
    {
        _reasons.Add((kind, text));
        return this;
    }

    public bool IsMet(MarketStoreException error) => _reasons.Exists(reason => error.Kind == reason.Kind && error.Message.Contains(reason.Text, StringComparison.Ordinal));

    public override string ToString() => $"refused as {string.Join(" or ", _reasons.Distinct().Select(reason => $"{reason.Kind} with \"{reason.Text}\""))}";
}
