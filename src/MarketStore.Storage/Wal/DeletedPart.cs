namespace MarketStore.Storage.Wal;

/// <summary>What a deletion does to one year file: slots that are emptied, and the ticks that stay in the first and the last of them.</summary>
/// <param name="Year">The year file.</param>
/// <param name="First">The first slot emptied.</param>
/// <param name="Last">The last slot emptied.</param>
/// <param name="RowBytes">Bytes of a row that stays, as in a batch.</param>
/// <param name="Rows">Variable rows of these slots that stay, as in a batch: all that their slots hold from here on.</param>
internal sealed record DeletedPart(int Year, uint First, uint Last, int RowBytes, byte[] Rows);
