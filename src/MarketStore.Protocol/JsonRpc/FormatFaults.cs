using System.Text.Json;
using MessagePack;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>Knows the exceptions by which the readers of both encodings say that the bytes are at fault.</summary>
internal static class FormatFaults
{
    public static bool IsFault(Exception exception) => exception
        is RpcFormatException
        or MessagePackSerializationException
        or EndOfStreamException
        or OverflowException
        or InsufficientExecutionStackException
        or JsonException;

    /// <summary>A text for the client: the innermost cause says most.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        EndOfStreamException => "unexpected EOF",
        { InnerException: { } inner } => Describe(inner),
        _ => exception.Message,
    };
}
