namespace MarketStore.Storage.Disk;

/// <summary>Another process, a server as a rule, holds a data directory.</summary>
public sealed class DirectoryInUseException(string path) : IOException($"the data directory {path} is in use by another process");
