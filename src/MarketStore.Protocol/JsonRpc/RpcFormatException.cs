namespace MarketStore.Protocol.JsonRpc;

/// <summary>Bytes from outside that are not what the contract says, with a text for the client.</summary>
public sealed class RpcFormatException(string message) : Exception(message);
