using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>A kill within the n-th call that changes the disk, counted from the begin of an inner step; n may lie in its checkpoint, or beyond. The step then is there as a whole or not at all.</summary>
sealed class KillDuringStep(Step inner, int call, double fraction) : Step
{
    public override string Kind => "kill during a step";

    public override async Task RunAsync(SequenceRun run)
    {
        var isAcknowledged = false;
        var wasAcknowledged = false;
        var (before, after, due) = (run.Expected, run.Expected, default(Refusal));
        if (inner is ChangeStep change)
            (after, due) = change.Apply(before);
        run.Disk.AskForKill(call, fraction, () =>
        {
            wasAcknowledged = Volatile.Read(ref isAcknowledged);
            run.Listener?.Mark();
        });
        var number = 0;
        if (inner is ChangeStep same)
        {
            ChangeStep.Judge(due, await SequenceRun.TryAsync(() => same.ExecuteAsync(run.Database)));
            number = same.JudgeListener(run, before, after);
        }
        else
        {
            await inner.RunAsync(run);
        }

        Volatile.Write(ref isAcknowledged, true);
        if (inner is ChangeStep)
            await run.Database.CheckpointAsync();
        run.Disk.AskForNoKill();
        if (run.Disk.KilledImage is not { } image)
        {
            run.Expected = after;
            return;
        }

        run.Tally.Add("kills within a call");
        await run.GoOnWithAsync(image);
        run.RequireMissed(undone: Adopt(run, before, after, wasAcknowledged) ? [] : [number]);
    }

    public override string ToString() => FormattableString.Invariant($"kill in call {call}, {fraction:0.##} of it, of: {inner}");

    /// <summary>Returns true when the step is surely there.</summary>
    static bool Adopt(SequenceRun run, ExpectedStore before, ExpectedStore after, bool wasAcknowledged)
    {
        var difference = run.Difference(after, "");
        if (difference is null)
        {
            run.Expected = after;
            // What changes nothing that can be seen may not be in the log yet.
            return wasAcknowledged || run.Listener is null || run.Difference(before, "") is not null;
        }

        if (wasAcknowledged)
            throw new TrialFailedException($"acknowledged before the kill, and not there: {difference}");
        if (before == after || run.Difference(before, "") is { } otherDifference && (difference = $"{difference}\n  and before it: {otherDifference}") is not null)
            throw new TrialFailedException($"the kill left neither the store before the step nor the one after it: {difference}");
        run.Tally.Add("steps undone by a kill");
        run.Expected = before;
        return false;
    }
}
