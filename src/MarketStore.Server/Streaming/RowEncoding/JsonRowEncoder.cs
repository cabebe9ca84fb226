using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Server.Streaming.WebSockets;

namespace MarketStore.Server.Streaming.RowEncoding;

/// <summary>The same frames as JSON text. Numbers are written in full; NaN and the infinities, which JSON has not, are null.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but memory.")]
internal sealed class JsonRowEncoder : IRowEncoder
{
    // The frames stand in no page, and keys are to be read.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    static readonly JsonEncodedText KeyName = JsonEncodedText.Encode("key");
    static readonly JsonEncodedText DataName = JsonEncodedText.Encode("data");

    readonly ArrayBufferWriter<byte> _payload = new();
    readonly Utf8JsonWriter _writer;
    readonly JsonEncodedText _key;
    readonly (JsonEncodedText Name, Column Column)[] _columns;

    public JsonRowEncoder(TimeBucketKey key, ColumnSeries rows)
    {
        _writer = new(_payload, Options);
        _key = JsonEncodedText.Encode(key.ToString(), Options.Encoder);
        _columns = [.. rows.Columns.Select(column => (JsonEncodedText.Encode(column.Name, Options.Encoder), column))];
        FrameBytes = 32 + _key.EncodedUtf8Bytes.Length + _columns.Sum(column => column.Name.EncodedUtf8Bytes.Length + 24 + (column.Column.ElementBytes > 8 ? column.Column.ElementBytes : 0));
    }

    public int FrameBytes { get; }

    public void WriteFrame(ArrayBufferWriter<byte> destination, int row)
    {
        _payload.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString(KeyName, _key);
        _writer.WriteStartObject(DataName);
        foreach (var (name, column) in _columns)
        {
            _writer.WritePropertyName(name);
            WriteValue(column, row);
        }

        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.Flush();
        var payload = _payload.WrittenSpan;
        destination.Advance(WebSocketFrame.WriteHeader(destination.GetSpan(WebSocketFrame.MaxHeaderBytes), WebSocketOpcode.Text, payload.Length));
        destination.Write(payload);
    }

    void WriteValue(Column column, int row)
    {
        switch (column.Type)
        {
            case ElementType.Float32: WriteFloat(column.Values<float>()[row]); break;
            case ElementType.Float64: WriteFloat(column.Values<double>()[row]); break;
            case ElementType.Byte: _writer.WriteNumberValue(column.Values<sbyte>()[row]); break;
            case ElementType.Bool or ElementType.UInt8: _writer.WriteNumberValue(column.Values<byte>()[row]); break;
            case ElementType.Int16: _writer.WriteNumberValue(column.Values<short>()[row]); break;
            case ElementType.UInt16: _writer.WriteNumberValue(column.Values<ushort>()[row]); break;
            case ElementType.Int32: _writer.WriteNumberValue(column.Values<int>()[row]); break;
            case ElementType.UInt32: _writer.WriteNumberValue(column.Values<uint>()[row]); break;
            case ElementType.Int64: _writer.WriteNumberValue(column.Values<long>()[row]); break;
            case ElementType.UInt64: _writer.WriteNumberValue(column.Values<ulong>()[row]); break;
            case ElementType.String16: WriteText(column.Data.Span.Slice(row * column.ElementBytes, column.ElementBytes)); break;
            default: throw new ArgumentOutOfRangeException(nameof(column), column.Type, "type is not storable");
        }
    }

    void WriteFloat(float value)
    {
        if (float.IsFinite(value))
            _writer.WriteNumberValue(value);
        else
            _writer.WriteNullValue();
    }

    void WriteFloat(double value)
    {
        if (double.IsFinite(value))
            _writer.WriteNumberValue(value);
        else
            _writer.WriteNullValue();
    }

    void WriteText(ReadOnlySpan<byte> utf32) => _writer.WriteStringValue(Encoding.UTF32.GetString(utf32).TrimEnd('\0'));
}
