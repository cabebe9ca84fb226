namespace MarketStore.Trials.Endurance;

/// <summary>How long requests took.</summary>
sealed record Percentiles(int Count, double Median, double P99, double Longest)
{
    public static Percentiles Of(IEnumerable<Response> responses)
    {
        var sorted = responses.Select(response => response.Milliseconds).Order().ToArray();
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(sorted.Length, Rank(sorted, 50), Rank(sorted, 99), sorted[^1]);
    }

    /// <summary>The smallest value that so many of a hundred do not exceed.</summary>
    static double Rank(float[] sorted, int percent) => sorted[((sorted.Length * percent) + 99) / 100 - 1];

    public override string ToString() => FormattableString.Invariant($"{Median:0.00} / {P99:0.0} / {Longest:0} ms");
}
