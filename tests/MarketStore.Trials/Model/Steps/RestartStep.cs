namespace MarketStore.Trials.Model.Steps;

/// <summary>A clean stop and a start.</summary>
sealed class RestartStep : Step
{
    public override string Kind => "restart";

    public override async Task RunAsync(SequenceRun run)
    {
        await run.RestartAsync();
        run.CheckAll();
    }

    public override string ToString() => "restart";
}
