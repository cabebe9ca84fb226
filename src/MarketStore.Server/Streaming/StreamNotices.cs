using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Server.Streaming.Sending;
using MarketStore.Server.Streaming.WebSockets;
using MessagePack;

namespace MarketStore.Server.Streaming;

/// <summary>What the server says besides rows. None has a field <c>key</c>: old clients pass over a message without one.</summary>
internal static class StreamNotices
{
    static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FrameBlock Error(StreamFormat format, string text) => format == StreamFormat.Json
        ? Json(writer => writer.WriteString("error", text))
        : Pack((ref writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write("error");
            writer.Write(text);
        });

    /// <param name="format">How to say it.</param>
    /// <param name="bucket">Whose rows were left out; null for those of several buckets.</param>
    /// <param name="rowCount">How many they were.</param>
    public static FrameBlock Gap(StreamFormat format, TimeBucketKey? bucket, long rowCount) => format == StreamFormat.Json
        ? Json(writer =>
        {
            if (bucket is not null)
                writer.WriteString("bucket", bucket.ToString());
            writer.WriteNumber("gap", rowCount);
        })
        : Pack((ref writer) =>
        {
            writer.WriteMapHeader(bucket is null ? 1 : 2);
            if (bucket is not null)
            {
                writer.Write("bucket");
                writer.Write(bucket.ToString());
            }

            writer.Write("gap");
            writer.Write(rowCount);
        });

    public static FrameBlock Live(StreamFormat format) => format == StreamFormat.Json
        ? Json(writer => writer.WriteBoolean("live", true))
        : Pack((ref writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write("live");
            writer.Write(true);
        });

    delegate void PackedFields(ref MessagePackWriter writer);

    static FrameBlock Pack(PackedFields write)
    {
        var payload = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(payload);
        write(ref writer);
        writer.Flush();
        return new(WebSocketFrame.Create(WebSocketOpcode.Binary, payload.WrittenSpan), FrameCount: 1);
    }

    static FrameBlock Json(Action<Utf8JsonWriter> write)
    {
        var payload = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(payload, JsonOptions))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new(WebSocketFrame.Create(WebSocketOpcode.Text, payload.WrittenSpan), FrameCount: 1);
    }
}
