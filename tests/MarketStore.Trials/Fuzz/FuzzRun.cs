using System.Diagnostics;
using System.Security.Cryptography;
using MarketStore.Trials.Fuzz.Mutation;

namespace MarketStore.Trials.Fuzz;

/// <summary>
/// One case: the seeds and the kept inputs as they are, then changed ones. An input with an outcome of a new kind is changed further. All of it follows from the seed.
/// </summary>
sealed class FuzzRun(FuzzSubject subject, long seed, TrialTally tally) : IDisposable
{
    const int MaxCorpusInputs = 2_000;
    const int MaxShownBytes = 200;

    readonly FuzzWatch _watch = new(subject.Name, seed);
    readonly Dictionary<string, byte[]> _kinds = new(StringComparer.Ordinal);
    readonly List<byte[]> _corpus = [];

    /// <summary>The kinds of outcomes, each with the first input that showed it.</summary>
    public IReadOnlyDictionary<string, byte[]> Kinds => _kinds;

    /// <exception cref="TrialFailedException">An input broke a promise; the message has it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: one that never comes back is left behind.
        var run = Task.Factory.StartNew(() => TakeAll(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != run)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_watch.Running > subject.Bounds.Hang)
                throw Failure(_watch.Input, $"it did not end within {subject.Bounds.Hang.TotalSeconds:0} s");
        }

        await run;
    }

    public void Dispose() => _watch.Dispose();

    void TakeAll(CancellationToken cancellationToken)
    {
        using var target = subject.Create();
        var chance = new Chance(seed);
        var mutator = new Mutator(chance, [.. target.Words]);
        foreach (var input in target.Seeds.Concat(KeptCorpus.Read(target.Name)))
        {
            Take(target, input);
            _corpus.Add(input);
        }

        for (var count = 0; count < subject.InputsPerCase && !cancellationToken.IsCancellationRequested; count++)
        {
            var original = chance.Of(_corpus);
            var input = mutator.Mutate(original, chance.Of(_corpus));
            if (chance.OneIn(2))
                input = target.Refine(original, input, chance);
            if (Take(target, input) && _corpus.Count < MaxCorpusInputs && input.Length <= Mutator.MaxBytes)
                _corpus.Add(input);
        }

        tally.Peak($"kinds of outcomes in a case of {subject.Name}", _kinds.Count);
    }

    /// <summary>True when the outcome is of a new kind.</summary>
    bool Take(IFuzzTarget target, byte[] input)
    {
        var (kind, cost) = FuzzGate.Beside(() => Measure(target, input));
        // A large buffer comes from a pool the second time: what the thread itself allocated needs no second look, and would not show in one.
        if (subject.Bounds.FindExcess(input.Length, cost with { AllocatedBytes = cost.OwnBytes, Elapsed = default }) is { } own)
            throw Failure(input, own);
        if (subject.Bounds.FindExcess(input.Length, cost) is { } excess)
        {
            cost = FuzzGate.Alone(() => MeasureAnew(input));
            if (subject.Bounds.FindExcess(input.Length, cost) is { } confirmed)
                throw Failure(input, confirmed);
            tally.Add($"not repeated: {(excess.StartsWith("it took", StringComparison.Ordinal) ? "slow" : "large")} inputs");
        }

        tally.Add("inputs");
        tally.Peak($"allocated MiB by an input of {subject.Name}", cost.AllocatedBytes / (double)(1 << 20));
        tally.Peak($"seconds for an input of {subject.Name}", cost.Elapsed.TotalSeconds);
        return _kinds.TryAdd(kind, input);
    }

    FuzzCost MeasureAnew(byte[] input)
    {
        var (first, second) = (MeasureOnce(input), MeasureOnce(input));
        return new(Math.Min(first.AllocatedBytes, second.AllocatedBytes), Math.Min(first.OwnBytes, second.OwnBytes), first.Elapsed < second.Elapsed ? first.Elapsed : second.Elapsed);
    }

    /// <summary>With nothing beside it, the process works for this input alone, and other processes do not count: unless it waits for very long, its time is what it kept the processors busy.</summary>
    FuzzCost MeasureOnce(byte[] input)
    {
        const int BusyMachineFactor = 10;
        using var target = subject.Create();
        var busyBefore = Environment.CpuUsage.TotalTime;
        var (_, cost) = Measure(target, input);
        var busy = Environment.CpuUsage.TotalTime - busyBefore;
        return cost.Elapsed > BusyMachineFactor * subject.Bounds.Time || busy > cost.Elapsed ? cost : cost with { Elapsed = busy };
    }

    (string Kind, FuzzCost Cost) Measure(IFuzzTarget target, byte[] input)
    {
        var (allocatedBefore, ownBefore) = (AllocatedBytes(), GC.GetAllocatedBytesForCurrentThread());
        var started = Stopwatch.GetTimestamp();
        _watch.Begin(input);
        try
        {
            var kind = target.Run(input);
            return (kind, new(AllocatedBytes() - allocatedBefore, GC.GetAllocatedBytesForCurrentThread() - ownBefore, Stopwatch.GetElapsedTime(started)));
        }
#pragma warning disable CA1031 // Whatever comes out is a defect, and is told with the input that brought it about.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            throw Failure(input, defect is TrialFailedException ? defect.Message : defect.ToString());
        }
        finally
        {
            _watch.End();
        }
    }

    long AllocatedBytes() => subject.Bounds.CountsAllThreads ? GC.GetTotalAllocatedBytes() : GC.GetAllocatedBytesForCurrentThread();

    TrialFailedException Failure(byte[] input, string what)
    {
        var path = Path.Combine(Path.GetTempPath(), $"marketstore-fuzz-{subject.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}.bin");
        File.WriteAllBytes(path, input);
        var shown = input.Length <= MaxShownBytes ? $", base64 {Convert.ToBase64String(input)}" : "";
        return new TrialFailedException(FormattableString.Invariant($"seed {seed}, {subject.Name}: an input of {input.Length} bytes, written to {path}{shown}: {what}"));
    }
}
