using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Changes;

/// <summary>What a listener is to be told of one bucket because of one step.</summary>
/// <param name="First">The time of the first row that came or went, in seconds since 1970.</param>
/// <param name="Last">That of the last one.</param>
/// <param name="Rows">What came, in the order in which it is stored; null of a deletion.</param>
sealed record ExpectedChange(string Key, long First, long Last, ExpectedRows? Rows)
{
    public static ExpectedChange Of(ExpectedBucket bucket, IReadOnlyList<ExpectedRow> rows, bool isDeletion) =>
        new(bucket.Key, rows.Min(row => row.Time.Seconds), rows.Max(row => row.Time.Seconds), isDeletion ? null : bucket.Show(rows));

    /// <summary>Null, or how what was told differs.</summary>
    public string? DifferenceTo(HeardChange heard)
    {
        var isSame = heard.Range.First <= First && heard.Range.Last >= Last && (Rows is null ? heard.Rows is null : heard.Rows is { } rows && Rows.IsSameAs(rows));
        return isSame ? null : $"the listener was told\n  due {this}\n  got {heard}";
    }

    public override string ToString() => FormattableString.Invariant($"{Key} {First} to {Last}: {Rows?.ToString() ?? "removed"}");
}
