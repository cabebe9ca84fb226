using System.Buffers;
using System.Collections;
using MessagePack;

namespace MarketStore.Tests.Protocol;

/// <summary>Encodes anonymous objects, dictionaries and lists as MessagePack, in the shortest forms.</summary>
static class Pack
{
    public static byte[] ToBytes(object? value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        Write(ref writer, value);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case Raw raw: writer.WriteRaw(raw.Bytes); break;
            case string text: writer.Write(text); break;
            case byte[] bytes: writer.Write(bytes); break;
            case bool flag: writer.Write(flag); break;
            case int number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case IDictionary map: WriteMap(ref writer, [.. map.Keys.Cast<object>().Select(key => (key, map[key]))]); break;
            case IEnumerable list: WriteList(ref writer, [.. list.Cast<object?>()]); break;
            default: WriteMap(ref writer, [.. value.GetType().GetProperties().Select(property => ((object)property.Name, property.GetValue(value)))]); break;
        }
    }

    static void WriteList(ref MessagePackWriter writer, object?[] items)
    {
        writer.WriteArrayHeader(items.Length);
        foreach (var item in items)
            Write(ref writer, item);
    }

    static void WriteMap(ref MessagePackWriter writer, (object Key, object? Value)[] entries)
    {
        writer.WriteMapHeader(entries.Length);
        foreach (var (key, entry) in entries)
        {
            Write(ref writer, key);
            Write(ref writer, entry);
        }
    }
}
