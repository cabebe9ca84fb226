namespace MarketStore.Trials.Endurance;

/// <summary>A server under half of the load that it can bear, with as many buckets as a market has: does it stay as it was after the first minutes?</summary>
sealed class EnduranceTrial : Trial
{
    static readonly TimeSpan LongFormLength = TimeSpan.FromMinutes(30);

    readonly EnduranceScale? _fixedScale;
    EnduranceScale? _scale;
    TextWriter? _output;

    /// <summary>The long form, as long as the plan says.</summary>
    public EnduranceTrial()
    {
    }

    public EnduranceTrial(EnduranceScale scale) => _fixedScale = scale;

    public override string Name => "endurance";

    public override string Purpose => "Keeps a server with 60,000 buckets under half load for --minutes (30) and watches memory, handles and answers";

    public override long LongFormCases => 1;

    public override int Parallelism => 1;

    public override void Begin(TrialPlan plan, TextWriter? output) =>
        (_scale, _output) = (_fixedScale ?? EnduranceScale.Long(plan.Duration ?? LongFormLength), output);

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        var report = new EnduranceReport(_output);
        try
        {
            await new EnduranceRun(_scale!, seed, tally, report).RunAsync(cancellationToken);
        }
        finally
        {
            if (_output is not null)
                await _output.WriteLineAsync(report.ToString());
        }
    }
}
