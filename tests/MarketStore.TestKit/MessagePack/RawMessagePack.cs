namespace MarketStore.TestKit.MessagePack;

/// <summary>Bytes that the encoder puts in unchanged, to send what no well-behaved client would.</summary>
public sealed record RawMessagePack(byte[] Bytes);
