using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MarketStore.Cli.Tools;

/// <summary>Writes JSON values as lines of text.</summary>
internal sealed class JsonText(TextWriter output, bool isIndented = false)
{
    readonly ArrayBufferWriter<byte> _buffer = new();

    // What is written goes to a file or a terminal, never into a page.
    readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = isIndented };

    public void WriteLine(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, _options))
            write(writer);
        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }
}
