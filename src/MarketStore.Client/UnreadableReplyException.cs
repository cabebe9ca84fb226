using MarketStore.Core.Errors;

namespace MarketStore.Client;

/// <summary>What answered does not speak this protocol, or its answer was cut short.</summary>
public sealed class UnreadableReplyException : MarketStoreException
{
    UnreadableReplyException(string message, Exception? cause)
        : base(ErrorKind.Unavailable, $"the answer cannot be read: {message}", cause!)
    {
    }

    internal static UnreadableReplyException Because(string message, Exception? cause = null) => new(message, cause);
}
