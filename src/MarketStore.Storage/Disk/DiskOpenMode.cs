namespace MarketStore.Storage.Disk;

internal enum DiskOpenMode
{
    Read,
    ReadWrite,

    /// <summary>Makes the file if it is missing, for its owner alone (0600).</summary>
    Create,
}
