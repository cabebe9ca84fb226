namespace MarketStore.Server.Streaming.WebSockets;

/// <summary>Why a connection is closed. RFC 6455, section 7.4.</summary>
internal static class WebSocketCloseCode
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int ProtocolError = 1002;
    public const int InvalidText = 1007;
    public const int PolicyViolation = 1008;
    public const int TooBig = 1009;
    public const int InternalError = 1011;

    /// <summary>True for the codes that a close frame may carry: known ones, and those of libraries and applications.</summary>
    public static bool IsSendable(int code) => code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;
}
