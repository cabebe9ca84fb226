using System.Text.RegularExpressions;
using MarketStore.Core.Keys;

namespace MarketStore.Server.Plugins.Triggers;

/// <summary>
/// The <c>on</c> of a trigger: which buckets it hears of. <c>*</c> stands for one or more characters other than a slash; the rest is a regular expression, as the Go server has it.
/// Time grows with the length of the key alone, whatever the pattern, since the commit thread asks; what that rules out (lookaround, references back) the Go server refuses too.
/// It counts for whole parts of a key: <c>*/1Min/OHLC</c> is not <c>AAPL/1Min/OHLCV</c>, which it was there. docs/plugins.md, "Triggers".
/// </summary>
internal sealed class TriggerPattern
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly Regex? _regex;

    public TriggerPattern(string text)
    {
        Text = text;
        try
        {
            _regex = new($"(?:^|/)(?:{(text.Length == 0 ? "*" : text).Replace("*", "[^/]+", StringComparison.Ordinal)})(?:/|$)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            Fault = error.Message;
        }
    }

    public string Text { get; }

    /// <summary>Why nothing matches; null for a sound pattern.</summary>
    public string? Fault { get; }

    public bool Matches(TimeBucketKey key)
    {
        try
        {
            return _regex?.IsMatch(key.ToString()) == true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
