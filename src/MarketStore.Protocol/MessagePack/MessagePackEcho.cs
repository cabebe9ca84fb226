using MarketStore.Protocol.JsonRpc;
using MessagePack;

namespace MarketStore.Protocol.MessagePack;

/// <summary>
/// Writes a received value back as the Go server did, which decoded and encoded it: small integers become int8, other numbers keep their width,
/// text, bytes, lists and maps take their shortest form.
/// </summary>
internal static class MessagePackEcho
{
    /// <summary>Writes nil for what is absent, too long or nested too deep.</summary>
    public static void Write(ref MessagePackWriter writer, ReadOnlyMemory<byte> value)
    {
        if (value.Length is 0 or > RequestLimits.MaxEchoBytes || !IsShallow(value))
        {
            writer.WriteNil();
            return;
        }

        var reader = new MessagePackReader(value);
        Copy(ref reader, ref writer);
    }

    static bool IsShallow(ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(value);
        try
        {
            return IsShallow(ref reader, RequestLimits.MaxDepth);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            return false;
        }
    }

    static bool IsShallow(ref MessagePackReader reader, int depth)
    {
        var children = 0L;
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array: children = reader.ReadArrayHeader(); break;
            case MessagePackType.Map: children = 2L * reader.ReadMapHeader(); break;
            default: reader.Skip(); return true;
        }

        if (depth == 0)
            return false;
        for (; children > 0; children--)
        {
            if (!IsShallow(ref reader, depth - 1))
                return false;
        }

        return true;
    }

    static void Copy(ref MessagePackReader reader, ref MessagePackWriter writer)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer when reader.NextCode is <= MessagePackCode.MaxFixInt or >= MessagePackCode.MinNegativeFixInt:
                writer.WriteInt8(reader.ReadSByte());
                break;
            case MessagePackType.String:
                writer.WriteString(reader.ReadStringSequence()!.Value);
                break;
            case MessagePackType.Binary:
                writer.Write(reader.ReadBytes()!.Value);
                break;
            case MessagePackType.Array:
                var items = reader.ReadArrayHeader();
                writer.WriteArrayHeader(items);
                for (; items > 0; items--)
                    Copy(ref reader, ref writer);
                break;
            case MessagePackType.Map:
                var entries = reader.ReadMapHeader();
                writer.WriteMapHeader(entries);
                for (var values = 2 * entries; values > 0; values--)
                    Copy(ref reader, ref writer);
                break;
            default:
                writer.WriteRaw(reader.ReadRaw().FirstSpan);
                break;
        }
    }
}
