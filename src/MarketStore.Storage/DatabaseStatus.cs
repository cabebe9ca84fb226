namespace MarketStore.Storage;

/// <summary>Figures of an open data directory.</summary>
/// <param name="Buckets">Buckets in the catalog.</param>
/// <param name="OpenFiles">Year files held open.</param>
/// <param name="HotRowBytes">Bytes of variable rows in memory that are in the log but in no block yet.</param>
/// <param name="LogBytes">Bytes written to the log since the last checkpoint began.</param>
/// <param name="DamagedFiles">Year files and blocks found damaged since the start.</param>
public sealed record DatabaseStatus(int Buckets, int OpenFiles, long HotRowBytes, long LogBytes, int DamagedFiles)
{
    /// <summary>True while files refuse rows that are safe in the log: see docs/wal.md.</summary>
    public bool HasBacklog { get; init; }

    /// <summary>True once a flush failed: the log is kept until the next start.</summary>
    public bool IsLogKept { get; init; }
}
