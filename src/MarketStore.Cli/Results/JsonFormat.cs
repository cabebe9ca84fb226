using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketStore.Cli.Times;

namespace MarketStore.Cli.Results;

/// <summary>An array of objects, one a line. Numbers that JSON does not have (NaN, infinity) are null.</summary>
internal sealed class JsonFormat : IResultFormat
{
    // What is written goes to a file or a terminal, never into a page.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(ResultSet result, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        output.Write('[');
        var separator = "\n";
        foreach (var bucket in result.Buckets)
        {
            for (var row = 0; row < bucket.Rows.RowCount; row++)
            {
                buffer.ResetWrittenCount();
                writer.Reset(buffer);
                WriteRow(writer, result, bucket, row);
                writer.Flush();
                output.Write($"{separator}  {Encoding.UTF8.GetString(buffer.WrittenSpan)}");
                separator = ",\n";
            }
        }

        output.WriteLine("\n]");
    }

    static void WriteRow(Utf8JsonWriter writer, ResultSet result, ResultBucket bucket, int row)
    {
        writer.WriteStartObject();
        foreach (var column in result.Columns)
        {
            writer.WritePropertyName(column.Title);
            if (column.Kind == ResultColumnKind.Time)
                writer.WriteStringValue(TimeWriter.Iso(ResultSet.TimeOf(bucket, row), result.Zone));
            else if (column.Kind != ResultColumnKind.Number)
                writer.WriteStringValue(ResultSet.TextOf(column, bucket, row));
            else
                WriteNumber(writer, ResultSet.TextOf(column, bucket, row));
        }

        writer.WriteEndObject();
    }

    static void WriteNumber(Utf8JsonWriter writer, string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
            writer.WriteNullValue();
        else
            writer.WriteRawValue(text, skipInputValidation: true);
    }
}
