namespace MarketStore.Protocol.JsonRpc;

/// <summary>What one call may hold, so that the memory to parse it stays in proportion to its bytes.</summary>
public static class RequestLimits
{
    /// <summary>List items and map entries of one call; a request counts as <see cref="RequestWeight"/>.</summary>
    public const int MaxElements = 1 << 20;

    public const int RequestWeight = 8;

    /// <summary>UTF-8 bytes of one text: a key, a column name, a statement.</summary>
    public const int MaxTextBytes = 4 << 20;

    /// <summary>Bytes of an id, and of received parameters that are echoed in an error. Longer parameters are echoed as nil.</summary>
    public const int MaxEchoBytes = 64 << 10;

    /// <summary>Nesting of what is echoed, and of JSON.</summary>
    public const int MaxDepth = 64;
}
