namespace MarketStore.Protocol.JsonRpc;

/// <summary>
/// Reads the values of one call in order, whatever the encoding. A value that is nil reads as null: "not given".
/// Every member throws what <see cref="FormatFaults"/> knows for bytes that are cut short or of another type.
/// </summary>
internal interface IRequestTokens
{
    /// <summary>Consumes a nil. Everything else stays.</summary>
    bool TryReadNil();

    TokenCursor StartObject();

    /// <summary>Moves to the value of the next field of an object. <paramref name="field"/> is its place in <paramref name="fields"/>, or -1: then the value must be skipped.</summary>
    bool TryNextField(ref TokenCursor cursor, ReadOnlySpan<FieldName> fields, out int field);

    /// <summary>Moves to the value of the next entry of an object whose names are data.</summary>
    bool TryNextEntry(ref TokenCursor cursor, out string name);

    /// <summary>Like <see cref="StartObject"/>, but the names are data: an array of fields will not do.</summary>
    TokenCursor StartMap();

    /// <param name="weight">What one item counts towards <see cref="RequestLimits.MaxElements"/>.</param>
    TokenCursor StartList(int weight);

    bool TryNextItem(ref TokenCursor cursor);

    string? ReadText();

    long? ReadInteger();

    bool? ReadBoolean();

    /// <summary>Bytes of a column, without a copy where the encoding allows it.</summary>
    ReadOnlyMemory<byte> ReadBytes();

    /// <summary>One whole value as it came.</summary>
    ReadOnlyMemory<byte> ReadRaw();

    void Skip();
}
