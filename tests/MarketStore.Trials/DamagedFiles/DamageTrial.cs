namespace MarketStore.Trials.DamagedFiles;

/// <summary>
/// A case is one damage to one file of a small store. The first ones lie beside the ends of records; the others come in steps of <see cref="Stride"/>, so that any
/// beginning of the long form is a sample of all of it.
/// </summary>
sealed class DamageTrial : Trial
{
    /// <summary>A prime, so that the steps come by every case.</summary>
    public const int Stride = 37;

    static readonly Lazy<IReadOnlyList<DamageGroup>> Groups = new(() => [.. LogDamage.Groups(), .. YearDamage.Groups(), .. GoLogDamage.Groups()]);
    static readonly Lazy<IReadOnlyList<(DamageGroup Group, int Number)>> FirstCases = new(() => [.. Groups.Value.SelectMany(group => group.First.Select(number => (group, number)))]);

    /// <summary>All cases, and as many empty ones as keep the stride from dividing them.</summary>
    static readonly Lazy<int> Round = new(() => Groups.Value.Sum(group => group.Count) is var sum && sum % Stride == 0 ? sum + 1 : sum);

    public override string Name => "damage";

    public override string Purpose => "Cuts, flips, zeroes, doubles and swaps parts of logs and year files; a case is one damage to one file";

    public override long LongFormCases => FirstCases.Value.Count + Round.Value;

    /// <summary>What every form runs, and every 37th of the rest.</summary>
    public static long ShortFormCases => FirstCases.Value.Count + (Round.Value / Stride);

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        var (group, number) = CaseOf(seed - 1);
        if (group is null)
            return;
        try
        {
            await group.RunAsync(number, tally);
            tally.Add(group.Name);
        }
        catch (Exception error)
        {
            throw new TrialFailedException($"{group.Name}, number {number}: {(error is TrialFailedException ? error.Message : error)}");
        }
    }

    static (DamageGroup? Group, int Number) CaseOf(long position)
    {
        var first = FirstCases.Value;
        if (position < first.Count)
            return first[(int)position];
        var number = (int)((position - first.Count) * Stride % Round.Value);
        foreach (var group in Groups.Value)
        {
            if (number < group.Count)
                return (group, number);
            number -= group.Count;
        }

        return (null, 0);
    }
}
