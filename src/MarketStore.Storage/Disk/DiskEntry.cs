namespace MarketStore.Storage.Disk;

/// <summary>One entry of a directory. Symbolic links are never directories.</summary>
internal readonly record struct DiskEntry(string Name, bool IsDirectory);
