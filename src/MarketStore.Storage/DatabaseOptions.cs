using MarketStore.Core.Time;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage;

/// <summary>Settings of one data directory.</summary>
public sealed record DatabaseOptions
{
    /// <summary>The data directory; made if missing, one level only.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Decides slots and year files. Must stay the same for the life of the data: no file records it.</summary>
    public MarketTimeZone Zone { get; init; } = MarketTimeZone.Utc;

    /// <summary>False stores blocks of variable records as they are. Must stay the same for the life of the data: no file records it.</summary>
    public bool CompressVariableRecords { get; init; } = true;

    /// <summary>When the log is flushed; what each setting can lose is in docs/wal.md.</summary>
    public WalSync WalSync { get; init; } = WalSync.Commit;

    /// <summary>True writes no log at all: a crash loses what the operating system had not written yet.</summary>
    public bool WalBypass { get; init; }

    /// <summary>The time between checkpoints; a checkpoint also happens when the log grows past <see cref="CheckpointLogBytes"/>.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    public long CheckpointLogBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of variable rows kept in memory before their blocks are written.</summary>
    public long HotRowBytes { get; init; } = 24L << 20;

    /// <summary>False leaves every turn of the log to the commit thread, so that a trial can hold that thread and decide who comes when.</summary>
    internal bool CallersCommit { get; init; } = true;

    /// <summary>Open year files at any time.</summary>
    public int MaxOpenFiles { get; init; } = DefaultMaxOpenFiles;

    /// <summary>Half of what the process may open, so that sockets and others have room, and at most 16,384: a query over all symbols should not have to open their files anew each time.</summary>
    public static int DefaultMaxOpenFiles { get; } = PosixCalls.GetLimit(PosixCalls.OpenFiles, out var limit) == 0 ? (int)Math.Clamp(limit.Soft / 2, 64, 16_384) : 1_024;
}
