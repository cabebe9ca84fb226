namespace MarketStore.Trials.Model.Steps;

/// <summary>A kill while nothing was asked of the store, though a checkpoint may be under way; then a start on what it left.</summary>
sealed class KillStep : Step
{
    public override string Kind => "kill";

    public override async Task RunAsync(SequenceRun run)
    {
        run.Listener?.Mark();
        await run.GoOnWithAsync(run.Disk.Snapshot());
        run.RequireMissed(undone: []);
        run.CheckAll();
    }

    public override string ToString() => "kill";
}
