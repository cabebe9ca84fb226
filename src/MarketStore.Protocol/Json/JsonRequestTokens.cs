using System.Text.Json;
using MarketStore.Protocol.JsonRpc;

namespace MarketStore.Protocol.Json;

/// <summary>Reads JSON. Names match in any case, under either of their two spellings; columns are base64.</summary>
internal ref struct JsonRequestTokens : IRequestTokens
{
    readonly ReadOnlyMemory<byte> _bytes;

    // Always on the first token of the value that is read next.
    Utf8JsonReader _reader;
    int _remainingElements = RequestLimits.MaxElements;

    /// <exception cref="JsonException">There is not even a first token.</exception>
    public JsonRequestTokens(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _reader = new(bytes.Span, new JsonReaderOptions { MaxDepth = RequestLimits.MaxDepth });
        _reader.Read();
    }

    public readonly bool IsList => _reader.TokenType == JsonTokenType.StartArray;

    public readonly bool TryReadNil() => _reader.TokenType == JsonTokenType.Null;

    public readonly TokenCursor StartObject()
    {
        Expect(_reader.TokenType == JsonTokenType.StartObject, "an object");
        return default;
    }

    public readonly TokenCursor StartMap() => StartObject();

    public readonly TokenCursor StartList(int weight)
    {
        Expect(_reader.TokenType == JsonTokenType.StartArray, "an array");
        return new() { Weight = weight };
    }

    public bool TryNextField(ref TokenCursor cursor, ReadOnlySpan<FieldName> fields, out int field)
    {
        field = -1;
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
            return false;
        var name = CurrentText();
        for (var candidate = 0; candidate < fields.Length && field < 0; candidate++)
        {
            if (fields[candidate].MatchesJson(name))
                field = candidate;
        }

        _reader.Read();
        return true;
    }

    public bool TryNextEntry(ref TokenCursor cursor, out string name)
    {
        name = "";
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
            return false;
        Count(1);
        name = CurrentText();
        _reader.Read();
        return true;
    }

    public bool TryNextItem(ref TokenCursor cursor)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
            return false;
        Count(cursor.Weight);
        return true;
    }

    public readonly string? ReadText()
    {
        if (TryReadNil())
            return null;
        Expect(_reader.TokenType == JsonTokenType.String, "a string");
        return CurrentText();
    }

    public readonly long? ReadInteger()
    {
        if (TryReadNil())
            return null;
        Expect(_reader.TokenType == JsonTokenType.Number, "a number");
        Expect(_reader.TryGetInt64(out var value), "a whole number of 64 bits");
        return value;
    }

    public readonly bool? ReadBoolean()
    {
        if (TryReadNil())
            return null;
        Expect(_reader.TokenType is JsonTokenType.True or JsonTokenType.False, "a boolean");
        return _reader.TokenType == JsonTokenType.True;
    }

    public readonly ReadOnlyMemory<byte> ReadBytes()
    {
        if (TryReadNil())
            return default;
        Expect(_reader.TokenType == JsonTokenType.String, "a base64 string");
        try
        {
            if (_reader.TryGetBytesFromBase64(out var bytes))
                return bytes;
        }
        catch (InvalidOperationException fault)
        {
            // An escaped half of a pair is no text, so the reader does not even look for base64.
            throw new RpcFormatException($"json: {fault.Message}");
        }

        throw new RpcFormatException("json: illegal base64 data");
    }

    public ReadOnlyMemory<byte> ReadRaw()
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _bytes[start..(int)_reader.BytesConsumed];
    }

    public void Skip() => _reader.Skip();

    readonly string CurrentText()
    {
        if (_reader.ValueSpan.Length > RequestLimits.MaxTextBytes)
            throw new RpcFormatException($"a text has {_reader.ValueSpan.Length} bytes, more than {RequestLimits.MaxTextBytes}");
        try
        {
            return _reader.GetString() ?? "";
        }
        catch (InvalidOperationException fault)
        {
            throw new RpcFormatException($"json: {fault.Message}");
        }
    }

    readonly void Expect(bool condition, string expected)
    {
        if (!condition)
            throw new RpcFormatException($"json: found {_reader.TokenType} where {expected} is due, at byte {_reader.TokenStartIndex}");
    }

    void Count(int weight)
    {
        _remainingElements -= weight;
        if (_remainingElements < 0)
            throw new RpcFormatException($"the call has more than {RequestLimits.MaxElements} list items");
    }
}
