using System.Text;
using MarketStore.Protocol.JsonRpc;
using MessagePack;

namespace MarketStore.Protocol.MessagePack;

/// <summary>
/// Reads MessagePack as leniently as the Go server did: text is str or bin, any object may be an array of its fields, an integer has any width.
/// Columns are slices of the one contiguous buffer.
/// </summary>
internal ref struct MessagePackRequestTokens(ReadOnlyMemory<byte> bytes) : IRequestTokens
{
    readonly ReadOnlyMemory<byte> _bytes = bytes;
    MessagePackReader _reader = new(bytes);
    int _remainingElements = RequestLimits.MaxElements;

    public bool TryReadNil() => _reader.TryReadNil();

    public TokenCursor StartObject() => _reader.NextMessagePackType == MessagePackType.Array
        ? new() { IsPositional = true, Remaining = _reader.ReadArrayHeader() }
        : StartMap();

    public TokenCursor StartMap() => new() { Remaining = _reader.ReadMapHeader() };

    public TokenCursor StartList(int weight) => new() { Remaining = _reader.ReadArrayHeader(), Weight = weight };

    public bool TryNextField(ref TokenCursor cursor, ReadOnlySpan<FieldName> fields, out int field)
    {
        field = -1;
        if (cursor.Remaining == 0)
            return false;
        cursor.Remaining--;
        if (cursor.IsPositional)
        {
            if (cursor.Position < fields.Length)
                field = cursor.Position++;
            return true;
        }

        var name = ReadTextBytes();
        for (var candidate = 0; candidate < fields.Length; candidate++)
        {
            if (name.SequenceEqual(fields[candidate].CompactUtf8))
            {
                field = candidate;
                break;
            }
        }

        return true;
    }

    public bool TryNextEntry(ref TokenCursor cursor, out string name)
    {
        name = "";
        if (cursor.Remaining == 0)
            return false;
        cursor.Remaining--;
        Count(1);
        name = _reader.TryReadNil() ? "" : Encoding.UTF8.GetString(ReadTextBytes());
        return true;
    }

    public bool TryNextItem(ref TokenCursor cursor)
    {
        if (cursor.Remaining == 0)
            return false;
        cursor.Remaining--;
        Count(cursor.Weight);
        return true;
    }

    public string? ReadText() => _reader.TryReadNil() ? null : Encoding.UTF8.GetString(ReadTextBytes());

    public long? ReadInteger() => _reader.TryReadNil() ? null : _reader.ReadInt64();

    public bool? ReadBoolean() => _reader.TryReadNil() ? null : _reader.ReadBoolean();

    public ReadOnlyMemory<byte> ReadBytes() => _reader.TryReadNil() ? default : ReadContent();

    public ReadOnlyMemory<byte> ReadRaw() => Take(MessagePackLayout.MeasureValue(Rest.Span));

    public void Skip() => ReadRaw();

    readonly ReadOnlyMemory<byte> Rest => _bytes[(int)_reader.Consumed..];

    ReadOnlySpan<byte> ReadTextBytes()
    {
        var text = ReadContent().Span;
        if (text.Length > RequestLimits.MaxTextBytes)
            throw new RpcFormatException($"a text has {text.Length} bytes, more than {RequestLimits.MaxTextBytes}");
        return text;
    }

    ReadOnlyMemory<byte> ReadContent()
    {
        var (headerBytes, contentBytes) = MessagePackLayout.MeasureText(Rest.Span);
        return Take(headerBytes + contentBytes)[headerBytes..];
    }

    ReadOnlyMemory<byte> Take(int bytes)
    {
        var taken = Rest[..bytes];
        _reader.ReadRaw(bytes);
        return taken;
    }

    void Count(int weight)
    {
        _remainingElements -= weight;
        if (_remainingElements < 0)
            throw new RpcFormatException($"the call has more than {RequestLimits.MaxElements} list items");
    }
}
