namespace MarketStore.Trials.Model.Steps;

sealed class CheckpointStep : Step
{
    public override string Kind => "checkpoint";

    public override async Task RunAsync(SequenceRun run)
    {
        await run.Database.CheckpointAsync();
        run.Tally.Add("checkpoints that wrote blocks", CountLogs(run, kind: 5));
        run.Tally.Add("checkpoints that carried rows", CountLogs(run, kind: 6));
    }

    public override string ToString() => "checkpoint";

    /// <summary>1 when a segment of the log holds a record of a kind: docs/wal.md, "Record".</summary>
    static int CountLogs(SequenceRun run, byte kind)
    {
        byte[] head = [.. "MSRC"u8, kind, 0, 0, 0];
        foreach (var name in run.Disk.ListDirectory(run.Settings.Options.RootDirectory).Where(entry => entry.Name.EndsWith(".mslog", StringComparison.Ordinal)).Select(entry => entry.Name))
        {
            if (run.Disk.Contents(Path.Combine(run.Settings.Options.RootDirectory, name)).AsSpan().IndexOf(head) >= 0)
                return 1;
        }

        return 0;
    }
}
