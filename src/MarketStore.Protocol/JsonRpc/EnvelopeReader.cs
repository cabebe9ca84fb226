namespace MarketStore.Protocol.JsonRpc;

/// <summary>Reads the envelope of a call. The first object of a body counts; what follows is ignored.</summary>
internal static class EnvelopeReader
{
    /// <summary>Never throws for what came from outside: see <see cref="RpcRequest.Fault"/>.</summary>
    public static RpcRequest Read<TTokens>(ref TTokens tokens)
        where TTokens : IRequestTokens, allows ref struct
    {
        string? version = null, method = null;
        ReadOnlyMemory<byte> parameters = default, id = default;
        try
        {
            var cursor = tokens.StartObject();
            while (tokens.TryNextField(ref cursor, Fields.Envelope, out var field))
            {
                switch (field)
                {
                    case 0: version = tokens.ReadText(); break;
                    case 1: method = tokens.ReadText(); break;
                    case 2: parameters = tokens.TryReadNil() ? default : tokens.ReadRaw(); break;
                    case 3: id = tokens.TryReadNil() ? default : BoundedId(tokens.ReadRaw()); break;
                    default: tokens.Skip(); break;
                }
            }

            return new() { Version = version ?? "", Method = method ?? "", Parameters = parameters, Id = id };
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            // An answer needs both: the id to address it, and the version as a sign that somebody speaks this protocol.
            return new() { Version = version ?? "", Id = version is null ? default : id, Fault = FormatFaults.Describe(fault) };
        }
    }

    static ReadOnlyMemory<byte> BoundedId(ReadOnlyMemory<byte> id) =>
        id.Length <= RequestLimits.MaxEchoBytes ? id : throw new RpcFormatException($"the id has {id.Length} bytes, more than {RequestLimits.MaxEchoBytes}");
}
