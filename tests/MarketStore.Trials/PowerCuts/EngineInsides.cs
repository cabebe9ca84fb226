using System.Runtime.CompilerServices;
using MarketStore.Storage;
using MarketStore.Storage.Checkpoints;
using MarketStore.Storage.Wal;

namespace MarketStore.Trials.PowerCuts;

/// <summary>What the turnstile has to know of the engine's threads, and what no user of it has.</summary>
static class EngineInsides
{
    /// <summary>Completes when the checkpoint under way, or the next one, has ended.</summary>
    public static Task NextCheckpointEnd(Database database) => CheckpointerOf(database).NextEnd;

    /// <summary>True when the commit thread has nothing to do and waits for more.</summary>
    public static bool IsIdle(Database database, Thread? commitThread)
    {
        var committer = CommitterOf(database);
        lock (GateOf(committer))
        {
            if (WaitingOf(committer).Count > 0)
                return false;
        }

        return commitThread is null || !commitThread.IsAlive || (commitThread.ThreadState & ThreadState.WaitSleepJoin) != 0;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_checkpointer")]
    static extern ref Checkpointer CheckpointerOf(Database database);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_committer")]
    static extern ref GroupCommitter CommitterOf(Database database);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_waiting")]
    static extern ref Queue<LogOperation> WaitingOf(GroupCommitter committer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gate")]
    static extern ref object GateOf(GroupCommitter committer);
}
