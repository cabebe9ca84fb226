namespace MarketStore.Storage.Listing;

/// <summary>What stands at a place of a log. The names are for programs that read a listing.</summary>
public enum LogEntryKind
{
    /// <summary>The header of a segment.</summary>
    Segment,

    /// <summary>A bucket's number, key and columns, before its first use in a segment.</summary>
    Definition,

    /// <summary>The rows of one write.</summary>
    Batch,

    /// <summary>A bucket made without rows.</summary>
    Create,

    /// <summary>Buckets removed.</summary>
    Destroy,

    /// <summary>Blocks of variable rows that lie in their file.</summary>
    Blocks,

    /// <summary>Variable rows that stay in memory over a checkpoint.</summary>
    Carry,

    /// <summary>Rows of a range removed.</summary>
    Delete,

    /// <summary>A record of a kind that we do not know.</summary>
    Unknown,

    /// <summary>Go log: whose it is, and whether it was replayed.</summary>
    Status,

    /// <summary>Go log: a transaction group is about to be written.</summary>
    Prepare,

    /// <summary>Go log: a transaction group is written.</summary>
    Commit,

    /// <summary>Go log: a checkpoint begins.</summary>
    CheckpointBegin,

    /// <summary>Go log: everything up to a transaction group is in the year files.</summary>
    Checkpoint,

    /// <summary>Go log: the rows of one commit.</summary>
    Group,

    /// <summary>Go log: bytes between messages that belong to none.</summary>
    Stray,

    /// <summary>Bytes that are not what was written.</summary>
    Damage,

    /// <summary>The end of a write that a crash cut short. Nobody was told that it was done, and nothing is wrong with it.</summary>
    Torn,

    /// <summary>The end of a segment of which its successor says that it does not count: writes that were refused.</summary>
    Refused,
}
