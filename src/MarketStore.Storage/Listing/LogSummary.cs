namespace MarketStore.Storage.Listing;

/// <summary>What a log holds as a whole.</summary>
/// <param name="Format">Whose it is.</param>
/// <param name="FileBytes">Bytes of the file.</param>
/// <param name="Records">Sound records of our log, or sound messages of the Go server's, that a start gets to.</param>
/// <param name="Writes">Of those the batches of rows, or the transaction groups.</param>
/// <param name="Rows">Rows of these writes.</param>
/// <param name="Faults">Places that are damaged.</param>
/// <param name="PendingGroups">Go log: transaction groups that no checkpoint covers. A start takes them over.</param>
/// <param name="IsTorn">True when the end is what a crash left of a write.</param>
public sealed record LogSummary(LogFormat Format, long FileBytes, long Records, long Writes, long Rows, long Faults, long? PendingGroups, bool IsTorn)
{
    public bool IsSound => Format != LogFormat.None && Faults == 0;
}
