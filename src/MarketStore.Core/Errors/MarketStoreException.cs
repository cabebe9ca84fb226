namespace MarketStore.Core.Errors;

/// <summary>
/// A request that cannot be carried out, with a text for the client: the key, file or offset is in the message.
/// Every edge (RPC, gRPC, command line) turns it into its own form of error; anything else is a defect of ours.
/// </summary>
public class MarketStoreException : Exception
{
    public MarketStoreException(ErrorKind kind, string message)
        : base(message) => Kind = kind;

    public MarketStoreException(ErrorKind kind, string message, Exception innerException)
        : base(message, innerException) => Kind = kind;

    public ErrorKind Kind { get; }
}
