namespace MarketStore.Trials;

/// <summary>A proof that goes case after case, each made from its seed alone, so that a failing one can be run again.</summary>
abstract class Trial
{
    /// <summary>The word on the command line: <c>power-cuts</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is tried, and what a case is, in one line.</summary>
    public abstract string Purpose { get; }

    /// <summary>How many cases the long form has.</summary>
    public abstract long LongFormCases { get; }

    /// <summary>Cases that may run side by side; 1 for those that need the machine for themselves.</summary>
    public virtual int Parallelism => Environment.ProcessorCount;

    /// <summary>Seeds that failed once, and are run first in every form.</summary>
    public virtual IReadOnlyList<long> KeptSeeds => [];

    /// <summary>Null, or why this machine cannot run it.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Told once before the first case, for a trial that is as long as the plan says, or has more to show than figures.</summary>
    public virtual void Begin(TrialPlan plan, TextWriter? output)
    {
    }

    /// <summary>Runs one case; may be called from several threads at a time.</summary>
    /// <exception cref="TrialFailedException">What was promised did not hold.</exception>
    public abstract Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken);
}
