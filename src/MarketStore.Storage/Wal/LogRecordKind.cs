namespace MarketStore.Storage.Wal;

/// <summary>What a log record says. The numbers are on disk and never change.</summary>
internal enum LogRecordKind : byte
{
    /// <summary>A bucket's number, key and schema, before its first use in a segment.</summary>
    Definition = 1,

    /// <summary>The rows of one write, of any number of buckets.</summary>
    Batch = 2,

    /// <summary>A bucket made without rows.</summary>
    Create = 3,

    /// <summary>Buckets removed.</summary>
    Destroy = 4,

    /// <summary>Blocks of variable rows that lie in their file: where they are, and which batches they cover.</summary>
    Blocks = 5,

    /// <summary>Variable rows that stay in memory over a checkpoint.</summary>
    Carry = 6,

    /// <summary>Rows of a range removed.</summary>
    Delete = 7,

    /// <summary>The rows of one write that nobody is to hear of: a batch but for this.</summary>
    QuietBatch = 8,
}
