using System.Text.Json;

namespace MarketStore.TestKit.Golden;

/// <summary>Turns recorded JSON into the values that the MessagePack codec knows; <c>{"$bin": base64}</c> is a blob.</summary>
public static class RecordedJson
{
    public static object? ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => ToNumber(element),
        JsonValueKind.Array => element.EnumerateArray().Select(ToValue).ToList(),
        _ => ToMapOrBlob(element),
    };

    // A number that is written with a point or an exponent is a float, whatever its value.
    static object ToNumber(JsonElement element)
    {
        if (element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
            return element.GetDouble();
        return element.TryGetInt64(out var number) ? number : element.GetUInt64();
    }

    static object ToMapOrBlob(JsonElement element)
    {
        if (element.TryGetProperty("$bin", out var blob) && element.GetPropertyCount() == 1)
            return blob.GetBytesFromBase64();
        return element.EnumerateObject().ToDictionary(property => property.Name, property => ToValue(property.Value));
    }
}
