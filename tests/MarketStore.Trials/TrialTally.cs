using System.Collections.Concurrent;

namespace MarketStore.Trials;

/// <summary>The figures of a trial: what was counted over all its cases, and the largest of what was measured. Any thread.</summary>
sealed class TrialTally
{
    readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, double> _peaks = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Sums => _sums;

    public IReadOnlyDictionary<string, double> Peaks => _peaks;

    public long this[string what] => _sums.GetValueOrDefault(what);

    public void Add(string what, long count = 1) => _sums.AddOrUpdate(what, count, (_, sum) => sum + count);

    /// <summary>Keeps the largest value.</summary>
    public void Peak(string what, double value) => _peaks.AddOrUpdate(what, value, (_, peak) => Math.Max(peak, value));

    public override string ToString() => string.Join(
        ", ",
        _sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => FormattableString.Invariant($"{sum.Key} {sum.Value:N0}"))
            .Concat(_peaks.OrderBy(peak => peak.Key, StringComparer.Ordinal).Select(peak => FormattableString.Invariant($"{peak.Key} at most {peak.Value:0.###}"))));
}
