namespace MarketStore.Protocol.Messages;

/// <summary>Names the bucket to describe or to remove.</summary>
public sealed record KeyRequest(string Key);
