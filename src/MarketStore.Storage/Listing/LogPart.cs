namespace MarketStore.Storage.Listing;

/// <summary>What an entry of a log says of one bucket and year.</summary>
/// <param name="Bucket">Its key; what stands there if that is none.</param>
/// <param name="Year">The year file, or null where none is meant.</param>
/// <param name="Rows">Rows, or slots of blocks.</param>
/// <param name="Bytes">Bytes of them.</param>
public sealed record LogPart(string Bucket, int? Year, long Rows, long Bytes);
