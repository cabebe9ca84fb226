using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Trials.PowerCuts;
using MarketStore.Trials.PowerCuts.Simulation;
using MarketStore.Trials.PowerCuts.Workload;
using Xunit;

namespace MarketStore.Trials.Tests.PowerCuts;

/// <summary>A flush that fails once and loses what it was to make durable, while reads go on to show it and later flushes succeed.</summary>
public class FailedFlushTests
{
    static readonly TimeBucketKey Key = TimeBucketKey.Parse("A/1H/B");
    static readonly WorkloadPlan Plan = new(new DatabaseOptions { RootDirectory = DiskConnection.RootPath, CheckpointInterval = TimeSpan.FromDays(1) }, Steps: 0, IsOrdered: true, FailsFlushes: true, IsWide: false, Deletes: false);

    [Theory]
    [InlineData((int)FlushKind.YearFile)]
    [InlineData((int)FlushKind.Category)]
    [InlineData((int)FlushKind.Directory)]
    public void What_it_lost_comes_back_from_the_log(int kind)
    {
        var disk = new SimulatedDisk(new DiskTree(), seed: 1);
        var session = new Session(disk, Plan);
        session.Run([() => session.Database.WriteAsync([new(Key, Bar(), IsVariable: false)])]);
        disk.FailNext((FlushKind)kind);
        session.BeginCheckpoint();
        session.FinishCheckpoint();
        Assert.True(disk.FailNext(null));
        session.Stop();

        // A clean stop, whose own flushes all succeed, does not make up for it.
        Assert.Contains(session.Log.Errors, error => error.Contains("the log is kept until the next start", StringComparison.Ordinal));
        Assert.Equal(1, RowsAfterCut(disk));

        var next = new Session(disk, Plan);
        next.Stop();
        Assert.Empty(next.Log.Errors);
        Assert.DoesNotContain(disk.Tree.DirectoryOf(DiskTree.Root).Names, name => name.EndsWith(".mslog", StringComparison.Ordinal));
        Assert.Equal(1, RowsAfterCut(disk));
    }

    static ColumnSeries Bar() => new([Column.Of<long>("Epoch", ElementType.Int64, [3_600]), Column.Of<int>("V", ElementType.Int32, [7])], 1);

    /// <summary>Nothing survives but what was flushed.</summary>
    static int RowsAfterCut(SimulatedDisk disk)
    {
        var state = new DurableState(disk.Start);
        state.AdvanceTo(disk.ChangeCount, disk.Changes);
        var session = new Session(new SimulatedDisk(ImageMaker.Make(state, Survival.Nothing, new Random(1)), seed: 1), Plan);
        using var rows = session.Database.Scan(Key, new(TimeRange.All));
        session.Kill();
        return rows.RowCount;
    }
}
