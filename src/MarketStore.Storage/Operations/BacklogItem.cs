using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>A part of a batch for one year file: slots that lack nothing but being written, or a section for which the file itself cannot be made.</summary>
/// <param name="Place">Where the log has it: from this segment on the log must stay.</param>
/// <param name="Slots">Slots of a file that is there, or null.</param>
/// <param name="Header">The section, when there are no slots.</param>
/// <param name="Rows">The section's rows.</param>
internal sealed record BacklogItem(LogPlace Place, BacklogSlots? Slots, SectionHeader Header, byte[] Rows)
{
    /// <summary>Rows to be removed, once what comes before is done; <see cref="Rows"/> are then those that stay.</summary>
    public DeletedPart? Deleted { get; init; }

    /// <summary>What the writer said of itself, when nobody was told of the rows yet.</summary>
    public object? Origin { get; init; }

    public int Bytes => Slots?.Slots.Length ?? Rows.Length;
}
