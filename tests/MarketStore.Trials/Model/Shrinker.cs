namespace MarketStore.Trials.Model;

/// <summary>Leaves steps out of a failing sequence while it still fails.</summary>
static class Shrinker
{
    const int MostRuns = 400;

    static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    public static async Task<(Sequence Sequence, string Text)> ShrinkAsync(Sequence failing, int failedStep, string text, CancellationToken cancellationToken)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var steps = failing.Steps.Take(failedStep + 1).ToList();
        var runs = 0;
        for (var length = Math.Max(1, steps.Count / 2); length >= 1; length = length == 1 && runs < MostRuns ? 0 : Math.Max(1, length / 2))
        {
            for (var start = 0; start < steps.Count && runs < MostRuns && watch.Elapsed < MostTime;)
            {
                var candidate = failing with { Steps = [.. steps.Take(start), .. steps.Skip(start + length)] };
                runs++;
                if (await candidate.RunAsync(new(), cancellationToken) is { } failure)
                {
                    steps = [.. candidate.Steps.Take(failure.Step + 1)];
                    text = failure.Text;
                }
                else
                {
                    start += length;
                }
            }
        }

        return (failing with { Steps = steps }, text);
    }
}
