namespace MarketStore.Server.Streaming.WebSockets;

/// <summary>What came from the other side: a whole message or a control frame.</summary>
/// <param name="Opcode">Text, binary, close, ping or pong; a message in parts has that of its first.</param>
/// <param name="Payload">Valid until the next one is read.</param>
internal readonly record struct WebSocketMessage(byte Opcode, ReadOnlyMemory<byte> Payload);
