using MarketStore.Core.Errors;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>A step that changes what the store holds, or is refused and changes nothing.</summary>
abstract class ChangeStep : Step
{
    /// <summary>Keys of the buckets that it touches begin with this.</summary>
    public abstract string KeyPrefix { get; }

    public abstract (ExpectedStore Next, Refusal? Refusal) Apply(ExpectedStore store);

    public abstract Task ExecuteAsync(Database database);

    public sealed override async Task RunAsync(SequenceRun run)
    {
        var (next, refusal) = Apply(run.Expected);
        Judge(refusal, await SequenceRun.TryAsync(() => ExecuteAsync(run.Database)));
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
