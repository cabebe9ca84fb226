namespace MarketStore.Storage.Disk;

/// <summary>
/// A flush failed. What had been written before may be lost although reads still show it and a later flush succeeds: the kernel takes such pages for clean.
/// </summary>
internal sealed class FlushFailedException(IOException cause) : IOException(cause.Message, cause);
