namespace MarketStore.Server.Streaming.WebSockets;

/// <summary>The other side broke a rule of the protocol or a limit; the message is for it.</summary>
internal sealed class WebSocketFaultException(int closeCode, string message) : Exception(message)
{
    public int CloseCode { get; } = closeCode;
}
