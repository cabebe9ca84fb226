using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>Lists buckets and symbols and asks for what is known of each.</summary>
sealed class LookStep : Step
{
    public override string Kind => "list and info";

    public override Task RunAsync(SequenceRun run)
    {
        var keys = run.Expected.Buckets.Select(bucket => bucket.Key).ToList();
        Compare("buckets", keys, run.Database.ListBuckets().Select(key => key.ToString()));
        Compare("symbols", keys.Select(key => key.Split('/')[0]).Distinct(), run.Database.ListSymbols());
        foreach (var bucket in run.Expected.Buckets)
        {
            if (run.InfoDifference(bucket) is { } difference)
                throw new TrialFailedException(difference);
            var parts = bucket.Key.Split('/');
            var beside = keys.Where(key => key.StartsWith(parts[0] + "/", StringComparison.Ordinal) && key.EndsWith("/" + parts[2], StringComparison.Ordinal));
            Compare($"buckets of {parts[0]} and {parts[2]}", beside, run.Database.ListBuckets(parts[0], parts[2]).Select(key => key.ToString()).Order(StringComparer.Ordinal));
        }

        return Task.CompletedTask;
    }

    public override string ToString() => "list and info";

    static void Compare(string what, IEnumerable<string> due, IEnumerable<string> got)
    {
        var (dueText, gotText) = (string.Join(' ', due), string.Join(' ', got));
        if (dueText != gotText)
            throw new TrialFailedException($"{what}\n  due {dueText}\n  got {gotText}");
    }
}
