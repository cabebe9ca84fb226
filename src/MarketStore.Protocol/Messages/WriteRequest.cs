namespace MarketStore.Protocol.Messages;

/// <summary>Rows for one or more buckets.</summary>
/// <param name="Dataset">Null when the client sent none.</param>
/// <param name="IsVariableLength">Decides the record type of buckets that do not exist yet.</param>
public sealed record WriteRequest(MultiDataset? Dataset, bool IsVariableLength);
