using MarketStore.Storage.Records;

namespace MarketStore.Storage.Checkpoints;

/// <summary>What became of the rows of one year file that a checkpoint set apart.</summary>
/// <param name="References">What slots are to point to, ascending. The blocks are on the disk.</param>
/// <param name="Carried">Rows of other slots, as the log has them, that stay in memory.</param>
/// <param name="Abandoned">Where the blocks lie that the new ones take the place of.</param>
internal sealed record WrittenBlocks(IReadOnlyList<BlockReference> References, byte[] Carried, IReadOnlyList<BlockReference> Abandoned);
