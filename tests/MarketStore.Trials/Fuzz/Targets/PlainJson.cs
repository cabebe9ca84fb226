using System.Text.Json;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>JSON to plain values and back; bytes are base64.</summary>
static class PlainJson
{
    public static byte[] Encode(object? value)
    {
        var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            Write(writer, value);
        return bytes.ToArray();
    }

    /// <param name="json">UTF-8.</param>
    /// <param name="readsBlobs">Takes a long text that can be base64 for bytes.</param>
    /// <exception cref="FormatException">The bytes are not exactly one value.</exception>
    public static object? Decode(ReadOnlyMemory<byte> json, bool readsBlobs)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, readsBlobs);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    static object? Read(JsonElement element, bool readsBlobs) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Aggregate(new Dictionary<string, object?>(), (map, entry) =>
        {
            map[entry.Name] = Read(entry.Value, readsBlobs);
            return map;
        }),
        JsonValueKind.Array => element.EnumerateArray().Select(item => Read(item, readsBlobs)).ToList(),
        JsonValueKind.String => readsBlobs && element.TryGetBytesFromBase64(out var blob) && blob.Length >= sizeof(long) ? blob : element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var number) ? (object)number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long or int or byte: writer.WriteNumberValue(Convert.ToInt64(value, null)); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case double: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case byte[] blob: writer.WriteBase64StringValue(blob); break;
            case List<object?> list:
                writer.WriteStartArray();
                list.ForEach(item => Write(writer, item));
                writer.WriteEndArray();
                break;
            case Dictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (key, item) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            default: throw new ArgumentException($"no JSON form for {value.GetType()}", nameof(value));
        }
    }
}
