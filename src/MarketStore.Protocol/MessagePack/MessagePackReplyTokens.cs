using System.Buffers.Binary;
using MarketStore.Core.Errors;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;
using MessagePack;

namespace MarketStore.Protocol.MessagePack;

/// <summary>Writes MessagePack with the widths of the Go server: integers as wide as their Go type, everything else in its shortest form.</summary>
internal ref struct MessagePackReplyTokens(ReplyBody body) : IReplyTokens
{
    readonly ReplyBody _body = body;
    MessagePackWriter _writer = new(body);

    public void StartMap(int count) => _writer.WriteMapHeader(count);

    public void Name(FieldName field) => _writer.WriteString(field.CompactUtf8);

    public void Name(string name) => _writer.Write(name);

    public readonly void EndMap()
    {
    }

    public void StartList(int count) => _writer.WriteArrayHeader(count);

    public readonly void EndList()
    {
    }

    public void Nil() => _writer.WriteNil();

    public void Text(string text) => _writer.Write(text);

    public void Int64(long value) => _writer.WriteInt64(value);

    public void Int8(sbyte value) => _writer.WriteInt8(value);

    public void UInt8(byte value) => _writer.WriteUInt8(value);

    public void Column(Dataset dataset, int column)
    {
        var bytes = dataset.ColumnBytes(column);
        if (bytes > uint.MaxValue)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"the result is too large: column {dataset.Shapes[column].Name} has {bytes} bytes, more than one answer can carry");
        WriteBinHeader((uint)bytes);
        _writer.Flush();
        _body.AddColumn(dataset, column, asBase64: false);
    }

    public void Echo(ReadOnlyMemory<byte> value) => MessagePackEcho.Write(ref _writer, value);

    public void Complete() => _writer.Flush();

    // The library's own stops at 2 GiB.
    void WriteBinHeader(uint bytes)
    {
        if (bytes <= int.MaxValue)
        {
            _writer.WriteBinHeader((int)bytes);
            return;
        }

        var header = _writer.GetSpan(1 + sizeof(uint));
        header[0] = MessagePackCode.Bin32;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], bytes);
        _writer.Advance(1 + sizeof(uint));
    }
}
