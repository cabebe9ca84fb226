using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Storage;
using MarketStore.Trials.Model.Expected;

namespace MarketStore.Trials.Model.Steps;

/// <summary>
/// Several writers at the same time, each on a symbol of its own, while readers scan and checkpoints run; perhaps with a kill in between. An answer must be that of some
/// moment between its begin and its end, and what a kill leaves of a writer's steps must be a first part of them that holds all that was acknowledged.
/// </summary>
sealed class ConcurrentStep(IReadOnlyList<ConcurrentWriter> writers, IReadOnlyList<(int Writer, string Key, ScanRequest Request)> reads, int checkpoints, int killCall, double fraction) : Step
{
    const int MostRounds = 20;

    public override string Kind => "concurrent writers";

    public override async Task RunAsync(SequenceRun run)
    {
        var progress = writers.Select(writer => new WriterProgress(writer, run.Expected)).ToList();
        var killed = new List<(int Acknowledged, int Begun)>();
        if (killCall > 0)
        {
            run.Disk.AskForKill(killCall, fraction, () =>
            {
                killed.AddRange(progress.Select(writer => (writer.Acknowledged, writer.Begun)));
                run.Listener?.Mark();
            });
        }

        var writing = Task.WhenAll(progress.Select(writer => Task.Run(() => writer.RunAsync(run.Database))));
        await Task.WhenAll(writing, Task.Run(() => Read(run, progress, writing)), Task.Run(() => CheckpointAsync(run.Database)));
        run.Disk.AskForNoKill();
        var numbers = progress.ConvertAll(writer => writer.JudgeListener(run));
        run.Listener?.RequireNothingElse();
        if (killCall == 0 || run.Disk.KilledImage is not { } image)
        {
            foreach (var writer in progress)
                run.Expected = writer.Merge(run.Expected, writer.Versions.Count - 1);
            run.CheckAll();
            return;
        }

        run.Tally.Add("kills among concurrent writers");
        await run.GoOnWithAsync(image);
        var undone = new HashSet<int>();
        foreach (var ((writer, steps), (acknowledged, begun)) in progress.Zip(numbers).Zip(killed))
        {
            var version = writer.VersionLeft(run, acknowledged, begun);
            undone.UnionWith(steps.Skip(version));
            run.Expected = writer.Merge(run.Expected, version);
        }

        run.RequireMissed(undone);
        run.CheckAll();
    }

    public override string ToString() =>
        FormattableString.Invariant($"concurrent{(killCall > 0 ? $" with a kill in call {killCall}, {fraction:0.##} of it" : "")}, {checkpoints} checkpoints, {reads.Count} reads:\n    ")
        + string.Join("\n    ", writers.Select((writer, number) => $"writer {number}: {string.Join("; ", writer.Steps)}"));

    async Task CheckpointAsync(Database database)
    {
        for (var checkpoint = 0; checkpoint < checkpoints; checkpoint++)
            await database.CheckpointAsync();
    }

    void Read(SequenceRun run, List<WriterProgress> progress, Task writing)
    {
        for (var round = 0; round == 0 || (round < MostRounds && !writing.IsCompleted); round++)
        {
            foreach (var (number, key, request) in reads)
            {
                var writer = progress[number];
                var first = writer.Acknowledged;
                var rows = default(Core.Series.ColumnSeries);
                try
                {
                    rows = run.Database.Scan(TimeBucketKey.Parse(key), request);
                }
                catch (MarketStoreException refusal) when (refusal.Kind == ErrorKind.NotFound)
                {
                    // Right for some version without the bucket.
                }

                using (rows)
                    writer.Judge(key, request, rows, first, writer.Begun);
                run.Tally.Add("reads beside writers");
            }
        }
    }
}
