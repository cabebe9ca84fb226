namespace MarketStore.Storage.Scrub;

/// <summary>What sort of damage was found. The names are for programs that read a report.</summary>
public enum ScrubFault
{
    /// <summary>The disk refused to show it, or it is not what its name says.</summary>
    Unreadable,

    /// <summary>A category file does not say what its level is.</summary>
    Category,

    /// <summary>A year file is shorter than its slots need, or a fixed one longer.</summary>
    Length,

    /// <summary>A header field is no possible value, or does not agree with the file's name, its directory or the bucket's other years.</summary>
    Header,

    /// <summary>Bytes of a header that have no meaning are not zero.</summary>
    HeaderPadding,

    /// <summary>The index in a slot is not that of its place.</summary>
    SlotIndex,

    /// <summary>A slot that is not in use holds bytes.</summary>
    EmptySlot,

    /// <summary>The padding of a fixed row is not zero.</summary>
    RowPadding,

    /// <summary>A slot in use lies beyond the end of its year.</summary>
    BeyondYear,

    /// <summary>A slot points to where no block can be.</summary>
    BlockPlace,

    /// <summary>A slot points into the block of another.</summary>
    BlockOverlap,

    /// <summary>A block is no Snappy block of whole rows.</summary>
    BlockContent,

    /// <summary>The rows of a block are not in the order of their ticks.</summary>
    RowOrder,

    /// <summary>A segment of the log has no sound header, or is damaged in its middle.</summary>
    LogSegment,

    /// <summary>A sound record of the log makes no sense.</summary>
    LogRecord,

    /// <summary>A log of the Go server is damaged.</summary>
    GoLog,
}
