namespace MarketStore.Protocol.JsonRpc;

/// <summary>The envelope of a call. What is not text is kept as the bytes that came, and lives as long as the buffer that was read.</summary>
public sealed record RpcRequest
{
    public const string SupportedVersion = "2.0";

    /// <summary>The value of <c>jsonrpc</c>; empty when not given.</summary>
    public string Version { get; init; } = "";

    public string Method { get; init; } = "";

    /// <summary>Empty when not given.</summary>
    public ReadOnlyMemory<byte> Parameters { get; init; }

    /// <summary>Empty when absent or nil: the call is a notification.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    public bool IsNotification => Id.IsEmpty;

    /// <summary>Null when the body could be read. Otherwise <see cref="Id"/> says whether an answer is possible: it is empty when the body broke off before.</summary>
    public string? Fault { get; init; }
}
