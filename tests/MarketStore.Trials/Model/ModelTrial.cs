namespace MarketStore.Trials.Model;

/// <summary>Random sequences of steps against a plain model of what the pages of docs/ promise.</summary>
sealed class ModelTrial : Trial
{
    const int MaxTextLength = 20_000;

    public override string Name => "model";

    public override string Purpose => "Random sequences of writes, reads, restarts and kills against a plain model of the documented meaning; a case is one sequence";

    public override long LongFormCases => 200_000;

    /// <summary>Cases wait for the engine's threads about as long as they compute.</summary>
    public override int Parallelism => 2 * Environment.ProcessorCount;

    public override IReadOnlyList<long> KeptSeeds =>
    [
        // A tick of the last instant of a 7Min slot came back in the next slot, where a range that begins there did not look for it.
        100_007,
        // The first instant of some 5Min slots in New York came back as their last.
        100_047,
        // The model knew one reason of two why bars cannot be made of a bucket.
        1_071_863,
        // Of bars that went back and forth between years a listener was told out of order, and of values that the same batch had replaced.
        3_000_006,
        // A kill left the file that was to take the place of triggers.pending.
        3_000_019,
    ];

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        var sequence = new SequenceGenerator(seed).Generate();
        if (await sequence.RunAsync(tally, cancellationToken) is not { } failure)
        {
            tally.Add("sequences");
            tally.Add($"zone {sequence.Settings.ZoneName}");
            return;
        }

        var (shrunk, text) = await Shrinker.ShrinkAsync(sequence, failure.Step, failure.Text, cancellationToken);
        throw new TrialFailedException(
            $"seed {seed}, step {failure.Step}: {Cut(failure.Text)}\nall steps: {Cut(sequence.Describe(failure.Step))}\nthe fewest steps that fail: {Cut(text)}\n{Cut(shrunk.Describe(shrunk.Steps.Count - 1))}");
    }

    static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "...";
}
