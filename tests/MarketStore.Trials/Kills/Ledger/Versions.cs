namespace MarketStore.Trials.Kills.Ledger;

/// <summary>
/// Which versions of a writer's data an answer may show; version n is what its first n operations have made. At first all from the acknowledged one to the one that was
/// sent last; each row of the answer rules some out. Where none is left, the rows belong to different versions: a batch is half there.
/// </summary>
sealed class Versions(int acknowledged, int sent)
{
    readonly HashSet<int> _excluded = [];

    public int Acknowledged { get; } = acknowledged;

    public int Sent { get; } = sent;

    public int First { get; private set; } = acknowledged;

    public int Last { get; private set; } = sent;

    public bool IsEmpty => First > Last;

    /// <summary>Something was seen that is so in the versions from <paramref name="first"/> to <paramref name="last"/> only.</summary>
    public void Narrow(int first, int last, Findings findings, Func<string> what)
    {
        if (last < Acknowledged)
        {
            findings.Add(Damage.Lost, $"{what()}; that was so in versions {Show(first, last)}, and {Acknowledged} was acknowledged");
            return;
        }

        if (first > Sent)
        {
            findings.Add(Damage.Phantom, $"{what()}; that is so in versions {Show(first, last)}, and not more than {Sent} was sent");
            return;
        }

        if (IsEmpty)
            return;
        var (before, after) = (First, Last);
        (First, Last) = (Math.Max(First, first), Math.Min(Last, last));
        SkipExcluded();
        if (IsEmpty)
            findings.Add(Damage.Half, $"{what()}; that is so in versions {Show(first, last)}, and other rows are of versions {Show(before, after)}");
    }

    /// <summary>The answer is not what this version would have.</summary>
    public void Exclude(int version)
    {
        _excluded.Add(version);
        SkipExcluded();
    }

    void SkipExcluded()
    {
        while (First <= Last && _excluded.Contains(First))
            First++;
        while (First <= Last && _excluded.Contains(Last))
            Last--;
    }

    static string Show(int first, int last) => last == int.MaxValue ? $"{first} and later" : $"{first} to {last}";
}
