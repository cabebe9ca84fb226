namespace MarketStore.Storage.Wal;

/// <summary>Where a record stands.</summary>
/// <param name="Segment">The segment; 0 when there is no log.</param>
/// <param name="Sequence">The record's number.</param>
internal readonly record struct LogPlace(ulong Segment, ulong Sequence);
