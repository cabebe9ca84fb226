using MarketStore.Trials.Fuzz;
using Xunit;

namespace MarketStore.Trials.Tests.Fuzz;

[Collection(nameof(FuzzTestsAlone))]
public class FuzzTests
{
    const int MaxCorpusBytes = 200_000;

    // Slower ones start an engine twice for each input.
    const int FewestInputs = 100;

    static readonly TimeSpan ShortForm = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Targets => [.. FuzzSubjects.All.Select(subject => subject.Name)];

    [Theory, MemberData(nameof(Targets))]
    public async Task Any_bytes_end_in_a_typed_error_or_a_right_result(string target)
    {
        var trial = new FuzzTrial(FuzzSubjects.All.Single(subject => subject.Name == target));
        var report = await TrialRunner.RunAsync(trial, new TrialPlan(1, 1_000_000, ShortForm), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(report.Failures);
        Assert.InRange(report.Tally["inputs"], FewestInputs, long.MaxValue);
        Assert.InRange(report.Tally.Peaks[$"kinds of outcomes in a case of {target}"], 4, double.MaxValue);
        Assert.Equal(trial.Name, $"fuzz-{target}");
    }

    [Theory, MemberData(nameof(Targets))]
    public void Each_target_has_kept_inputs(string target) => Assert.NotEmpty(KeptCorpus.NamesOf(target));

    [Fact]
    public void The_kept_inputs_are_small() =>
        Assert.InRange(FuzzSubjects.All.Sum(subject => KeptCorpus.Read(subject.Name).Sum(input => input.Length)), 1, MaxCorpusBytes);

    [Fact]
    public async Task The_same_seed_gives_the_same_inputs()
    {
        var seen = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            var inputs = new List<string>();
            await RunAsync(new BrokenTarget(input => inputs.Add(Convert.ToHexString(input))));
            seen.Add(string.Join(' ', inputs));
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.InRange(seen[0].Split(' ').Distinct().Count(), 100, int.MaxValue);
    }

    [Fact]
    public async Task An_exception_of_another_type_is_told_with_the_input()
    {
        var error = await Assert.ThrowsAsync<TrialFailedException>(() => RunAsync(new BrokenTarget(input => _ = input.Contains((byte)'!') ? throw new InvalidOperationException("broken") : 0)));

        Assert.Contains("seed 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("base64 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: broken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_takes_too_much_memory_is_told()
    {
        var error = await Assert.ThrowsAsync<TrialFailedException>(() => RunAsync(new BrokenTarget(input => GC.KeepAlive(new byte[input.Contains((byte)'!') ? 4 << 20 : 1]))));

        Assert.Contains("bytes were allocated, more than the", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_takes_too_long_is_told()
    {
        var error = await Assert.ThrowsAsync<TrialFailedException>(() => RunAsync(new BrokenTarget(input => Spin(input.Contains((byte)'!') ? 300 : 0))));

        Assert.Contains("it took 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_never_ends_is_told()
    {
        using var never = new ManualResetEventSlim();
        var error = await Assert.ThrowsAsync<TrialFailedException>(() => RunAsync(new BrokenTarget(input =>
        {
            if (input.Contains((byte)'!'))
                never.Wait();
        })));
        never.Set();

        Assert.Contains("did not end within", error.Message, StringComparison.Ordinal);
    }

    static async Task RunAsync(BrokenTarget target)
    {
        var subject = new FuzzSubject(target.Name, "broken code", 200, target.Bounds, () => target);
        using var run = new FuzzRun(subject, 7, new TrialTally());
        await run.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps a processor busy, however many others want it.</summary>
    static void Spin(int milliseconds)
    {
        var end = Environment.CpuUsage.TotalTime + TimeSpan.FromMilliseconds(milliseconds);
        while (Environment.CpuUsage.TotalTime < end)
            Thread.SpinWait(1_000);
    }
}
