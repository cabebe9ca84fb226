namespace MarketStore.Trials.Model.Steps;

/// <summary>One step of a sequence. It holds all its data, so that a sequence can be run with any of its steps left out; what is due is worked out when it runs.</summary>
abstract class Step
{
    /// <summary>The word under which steps are counted.</summary>
    public abstract string Kind { get; }

    /// <exception cref="TrialFailedException">The store differs from what is due.</exception>
    public abstract Task RunAsync(SequenceRun run);
}
