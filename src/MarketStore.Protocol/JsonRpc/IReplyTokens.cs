using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>Writes the values of one answer in order, whatever the encoding.</summary>
internal interface IReplyTokens
{
    void StartMap(int count);

    void Name(FieldName field);

    /// <summary>A name that is data: the key of a bucket.</summary>
    void Name(string name);

    void EndMap();

    void StartList(int count);

    void EndList();

    void Nil();

    void Text(string text);

    void Int64(long value);

    void Int8(sbyte value);

    void UInt8(byte value);

    void Column(Dataset dataset, int column);

    /// <summary>A received value, sent back; nil when there is none.</summary>
    void Echo(ReadOnlyMemory<byte> value);

    /// <summary>Ends the answer: nothing follows.</summary>
    void Complete();
}
