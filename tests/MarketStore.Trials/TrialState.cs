using System.Collections.Concurrent;
using System.Text.Json;

namespace MarketStore.Trials;

/// <summary>How far a run came, in a file of JSON. Cases end out of order: those below the lowest unfinished one need not run again.</summary>
sealed class TrialState
{
    readonly string? _path;
    readonly HashSet<long> _finished = [];
    readonly long _firstSeed;

    TrialState(string? path, long firstSeed, long nextSeed)
    {
        (_path, _firstSeed, NextSeed) = (path, firstSeed, nextSeed);
        CasesBefore = nextSeed - firstSeed;
    }

    /// <summary>The lowest seed that has not run.</summary>
    public long NextSeed { get; private set; }

    /// <summary>Cases of the runs before this one.</summary>
    public long CasesBefore { get; }

    public bool IsFresh => CasesBefore == 0;

    /// <summary>Cases that failed, in the runs before this one too.</summary>
    public ConcurrentQueue<(long Seed, string Text)> Failures { get; } = new();

    /// <summary>Reads the file if there is one, and the figures in it.</summary>
    public static TrialState Load(TrialPlan plan, TrialTally tally)
    {
        if (plan.StatePath is null || !File.Exists(plan.StatePath))
            return new(plan.StatePath, plan.FirstSeed, plan.FirstSeed);
        var saved = JsonSerializer.Deserialize<Saved>(File.ReadAllText(plan.StatePath))
            ?? throw new InvalidDataException($"{plan.StatePath} does not say how far a run came");
        if (saved.FirstSeed != plan.FirstSeed)
            throw new InvalidDataException($"{plan.StatePath} is of a run that begins with seed {saved.FirstSeed}, not {plan.FirstSeed}");
        foreach (var (what, sum) in saved.Sums)
            tally.Add(what, sum);
        foreach (var (what, peak) in saved.Peaks)
            tally.Peak(what, peak);
        var state = new TrialState(plan.StatePath, plan.FirstSeed, saved.NextSeed);
        foreach (var (seed, text) in saved.Failures)
            state.Failures.Enqueue((seed, text));
        return state;
    }

    public void Finished(long seed)
    {
        if (seed < NextSeed)
            return;
        _finished.Add(seed);
        while (_finished.Remove(NextSeed))
            NextSeed++;
    }

    public void Save(TrialTally tally)
    {
        if (_path is null)
            return;
        var copy = _path + ".new";
        File.WriteAllText(copy, JsonSerializer.Serialize(new Saved(_firstSeed, NextSeed, new(tally.Sums), new(tally.Peaks), [.. Failures.Select(failure => new KeyValuePair<long, string>(failure.Seed, failure.Text))])));
        File.Move(copy, _path, overwrite: true);
    }

    sealed record Saved(long FirstSeed, long NextSeed, Dictionary<string, long> Sums, Dictionary<string, double> Peaks, List<KeyValuePair<long, string>> Failures);
}
