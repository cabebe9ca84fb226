using MarketStore.Trials.Model.Steps;

namespace MarketStore.Trials.Model;

/// <summary>One case: settings, and steps that hold all their data.</summary>
sealed record Sequence(SequenceSettings Settings, IReadOnlyList<Step> Steps)
{
    /// <summary>Runs all steps on a new store, and a stop and a start behind them. Null, or the step that failed and how.</summary>
    public async Task<(int Step, string Text)?> RunAsync(TrialTally tally, CancellationToken cancellationToken)
    {
        await using var run = new SequenceRun(Settings, tally);
        var number = 0;
        try
        {
            for (; number < Steps.Count; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Steps[number].RunAsync(run);
                run.ThrowIfWarned();
                run.Listener?.RequireNothingElse();
                run.Listener?.CatchUp();
                tally.Add($"steps: {Steps[number].Kind}");
            }

            run.CheckAll();
            await run.RestartAsync();
            run.CheckAll();
            run.ThrowIfWarned();
            tally.Add("rows in the end", run.Expected.Buckets.Sum(bucket => (long)bucket.Rows.Count));
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return (number, error is TrialFailedException ? error.Message : error.ToString());
        }
    }

    public string Describe(int lastStep) =>
        $"{Settings}\n" + string.Join('\n', Steps.Take(lastStep + 1).Select((step, number) => FormattableString.Invariant($"  {number}: {step}")));
}
