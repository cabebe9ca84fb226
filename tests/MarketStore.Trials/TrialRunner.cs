using System.Diagnostics;
using System.Globalization;

namespace MarketStore.Trials;

/// <summary>Runs the cases of a trial side by side, and gives up after a few failures.</summary>
static class TrialRunner
{
    const int MaxFailures = 5;

    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(20);

    public static async Task<TrialReport> RunAsync(Trial trial, TrialPlan plan, TextWriter? progress = null, CancellationToken cancellationToken = default)
    {
        var tally = new TrialTally();
        var state = TrialState.Load(plan, tally);
        var failures = state.Failures;
        var watch = Stopwatch.StartNew();
        long done = 0;
        var nextProgress = ProgressInterval;
        trial.Begin(plan, progress);
        var gate = new Lock();

        IEnumerable<long> Seeds()
        {
            foreach (var kept in state.IsFresh ? trial.KeptSeeds : [])
                yield return kept;
            for (var seed = state.NextSeed; seed < plan.FirstSeed + plan.Cases; seed++)
            {
                if (failures.Count >= MaxFailures || watch.Elapsed > plan.Duration)
                    yield break;
                yield return seed;
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = trial.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Seeds(), options, async (seed, token) =>
        {
            try
            {
                await trial.RunCaseAsync(seed, tally, token);
            }
            catch (Exception error) when (error is not OperationCanceledException || !token.IsCancellationRequested)
            {
                var text = error is TrialFailedException ? error.Message : error.ToString();
                failures.Enqueue((seed, text));
                // At once: a long run may not come to its end.
                progress?.WriteLine($"{trial.Name}: seed {seed} failed: {text}");
            }

            lock (gate)
            {
                done++;
                state.Finished(seed);
                if (progress is null || watch.Elapsed < nextProgress)
                    return;
                nextProgress = watch.Elapsed + ProgressInterval;
                progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trial.Name}: {done:N0} cases, {failures.Count} failed, {watch.Elapsed.TotalSeconds:0} s; {tally}"));
                state.Save(tally);
            }
        });
        state.Save(tally);
        return new(state.CasesBefore + done, tally, [.. failures], watch.Elapsed);
    }
}
