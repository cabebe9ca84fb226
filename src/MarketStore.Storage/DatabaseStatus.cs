namespace MarketStore.Storage;

/// <summary>Figures of an open data directory.</summary>
/// <param name="Buckets">Buckets in the catalog.</param>
/// <param name="OpenFiles">Year files held open.</param>
/// <param name="HotRowBytes">Bytes of variable rows in memory that are in the log but in no block yet.</param>
/// <param name="LogBytes">Bytes written to the log since the last checkpoint began.</param>
/// <param name="DamagedFiles">Year files and blocks found damaged since the start.</param>
public sealed record DatabaseStatus(int Buckets, int OpenFiles, long HotRowBytes, long LogBytes, int DamagedFiles);
