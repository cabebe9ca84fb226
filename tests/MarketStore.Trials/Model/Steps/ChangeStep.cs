using MarketStore.Core.Errors;
using MarketStore.Storage;
using MarketStore.Trials.Model.Changes;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>A step that changes what the store holds, or is refused and changes nothing.</summary>
abstract class ChangeStep : Step
{
    /// <summary>Keys of the buckets that it touches begin with this.</summary>
    public abstract string KeyPrefix { get; }

    public abstract (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store);

    public abstract Task ExecuteAsync(Database database);

    /// <summary>What a listener is to be told of the step.</summary>
    /// <param name="before">The store before the step.</param>
    /// <param name="after">The store after it; the same when it was refused.</param>
    public virtual IReadOnlyList<ExpectedChange> ChangesOf(ExpectedStore before, ExpectedStore after) => [];

    /// <summary>The path at and below which the step removes buckets, or null.</summary>
    public virtual string? Removed => null;

    /// <summary>Has the listener judged; returns the step's number to it.</summary>
    public int JudgeListener(SequenceRun run, ExpectedStore before, ExpectedStore after)
    {
        if (run.Listener is not { } listener)
            return 0;
        var changes = before == after ? [] : ChangesOf(before, after);
        run.Tally.Add("changes told", changes.Count);
        return listener.Judge(changes, before == after ? null : Removed);
    }

    public sealed override async Task RunAsync(SequenceRun run)
    {
        var (next, refusal) = Apply(run.Expected);
        Judge(refusal, await SequenceRun.TryAsync(() => ExecuteAsync(run.Database)));
        JudgeListener(run, run.Expected, next);
        run.Expected = next;
        if (refusal is null)
            return;
        run.Tally.Add($"{Kind}s refused");
        if (run.Difference(next, KeyPrefix) is { } difference)
            throw new TrialFailedException($"refused, and yet changed: {difference}");
    }

    public static void Judge(Refusal? due, MarketStoreException? got)
    {
        if (due is null && got is not null)
            throw new TrialFailedException($"due: done\n  got {got.Kind}: {got.Message}");
        if (due is not null && (got is null || !due.IsMet(got)))
            throw new TrialFailedException($"due: {due}\n  got {(got is null ? "done" : $"{got.Kind}: {got.Message}")}");
    }
}
