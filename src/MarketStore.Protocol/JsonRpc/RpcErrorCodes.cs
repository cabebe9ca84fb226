namespace MarketStore.Protocol.JsonRpc;

/// <summary>The error codes that are sent.</summary>
public static class RpcErrorCodes
{
    /// <summary>The body broke off or makes no sense, after its version and id had been read.</summary>
    public const int ParseError = -32700;

    /// <summary>A wrong protocol version, or parameters of a wrong type.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>Everything else: an unknown method, and every error of a method.</summary>
    public const int ServerError = -32000;
}
