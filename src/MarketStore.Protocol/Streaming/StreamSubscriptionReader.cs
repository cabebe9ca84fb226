using MarketStore.Protocol.Json;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;

namespace MarketStore.Protocol.Streaming;

/// <summary>Reads the one message that a client of <c>/ws</c> sends, in either encoding.</summary>
public static class StreamSubscriptionReader
{
    static readonly FieldName[] Fields = [new("streams", "Streams"), new("slow", "Slow"), new("from", "From")];

    /// <summary>A map, or an array whose first item is the list of streams.</summary>
    /// <exception cref="RpcFormatException">The bytes are something else.</exception>
    public static StreamSubscription ReadMessagePack(ReadOnlyMemory<byte> message)
    {
        try
        {
            var tokens = new MessagePackRequestTokens(message);
            return Read(ref tokens);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            throw new RpcFormatException(FormatFaults.Describe(fault));
        }
    }

    /// <exception cref="RpcFormatException">The bytes are no such JSON object.</exception>
    public static StreamSubscription ReadJson(ReadOnlyMemory<byte> message)
    {
        try
        {
            var tokens = new JsonRequestTokens(message);
            return Read(ref tokens);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            throw new RpcFormatException(FormatFaults.Describe(fault));
        }
    }

    static StreamSubscription Read<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        var subscription = new StreamSubscription();
        if (tokens.TryReadNil())
            return subscription;
        var cursor = tokens.StartObject();
        while (tokens.TryNextField(ref cursor, Fields, out var field))
        {
            // The Go server's message has one field: what more an array holds was always passed over.
            switch (cursor.IsPositional && field > 0 ? -1 : field)
            {
                case 0: subscription = subscription with { Streams = ReadStreams(ref tokens) }; break;
                case 1: subscription = subscription with { Slow = ReadPolicy(ref tokens) }; break;
                case 2: subscription = subscription with { From = tokens.ReadInteger() }; break;
                default: tokens.Skip(); break;
            }
        }

        return subscription;
    }

    static List<string> ReadStreams<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        List<string> streams = [];
        if (tokens.TryReadNil())
            return streams;
        var cursor = tokens.StartList(weight: 1);
        while (tokens.TryNextItem(ref cursor))
            streams.Add(tokens.ReadText() ?? "");
        return streams;
    }

    static SlowReaderPolicy ReadPolicy<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct => tokens.ReadText() switch
        {
            null or "gap" => SlowReaderPolicy.Gap,
            "cut" => SlowReaderPolicy.Cut,
            _ => throw new RpcFormatException("slow must be gap or cut"),
        };
}
