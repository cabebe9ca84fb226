namespace MarketStore.Protocol.JsonRpc;

/// <summary>The place within an object or list being read. Encodings without counts use only <see cref="Weight"/>.</summary>
internal struct TokenCursor
{
    /// <summary>Entries that are still to come.</summary>
    public int Remaining;

    /// <summary>The next field, when the object came as an array.</summary>
    public int Position;

    public bool IsPositional;

    public int Weight;
}
