namespace MarketStore.Tests.Protocol;

/// <summary>Encoded bytes that stand for a value.</summary>
sealed record Raw(byte[] Bytes);
