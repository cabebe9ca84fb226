namespace MarketStore.Trials.Kills.Ledger;

/// <summary>Everything that was wrong, counted by kind, with the first few in words.</summary>
sealed class Findings
{
    const int MaxTexts = 12;

    readonly int[] _counts = new int[Enum.GetValues<Damage>().Length];
    readonly List<string> _texts = [];

    public bool IsEmpty => _counts.All(count => count == 0);

    public int this[Damage damage] => _counts[(int)damage];

    public void Add(Damage damage, string text)
    {
        _counts[(int)damage]++;
        if (_texts.Count < MaxTexts)
            _texts.Add($"{damage}: {text}");
    }

    public void AddAll(Findings others)
    {
        for (var damage = 0; damage < _counts.Length; damage++)
            _counts[damage] += others._counts[damage];
        _texts.AddRange(others._texts.Take(MaxTexts - _texts.Count));
    }

    /// <summary>Strikes out a kind that is allowed here; what was said of it in words stays.</summary>
    public void Forgive(Damage damage) => _counts[(int)damage] = 0;

    /// <summary>Adds the counts to the figures of the trial, the zeros too, so that they are seen.</summary>
    public void AddTo(TrialTally tally)
    {
        foreach (var damage in Enum.GetValues<Damage>())
            tally.Add(Name(damage), this[damage]);
    }

    public override string ToString()
    {
        var counts = Enum.GetValues<Damage>().Where(damage => this[damage] > 0).Select(damage => $"{Name(damage)} {this[damage]}");
        return $"{string.Join(", ", counts)}\n  {string.Join("\n  ", _texts)}";
    }

    static string Name(Damage damage) => damage switch
    {
        Damage.Lost => "lost",
        Damage.Half => "half",
        Damage.Phantom => "phantom",
        Damage.Doubled => "doubled",
        _ => "disordered",
    };
}
