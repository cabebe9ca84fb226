namespace MarketStore.Trials.Model.Steps;

sealed class CheckpointStep : Step
{
    public override string Kind => "checkpoint";

    public override Task RunAsync(SequenceRun run) => run.Database.CheckpointAsync();

    public override string ToString() => "checkpoint";
}
