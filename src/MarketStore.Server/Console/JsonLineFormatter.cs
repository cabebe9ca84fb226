using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketStore.Core.Errors;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Console;

/// <summary>Writes a log entry as one line: <c>{"level":"info","timestamp":"2026-11-24T22:00:02.761Z","msg":"..."}</c>.</summary>
internal static class JsonLineFormatter
{
    // A log is read by people: quotes and control characters are escaped, other alphabets and signs are not.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The bytes of the line, its end included.</summary>
    public static byte[] Format(LogLevel level, DateTimeOffset time, string message, Exception? exception)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("level", NameOf(level));
            writer.WriteString("timestamp", FormatTime(time));
            writer.WriteString("msg", exception is null ? message : $"{message}: {Describe(exception)}");
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    // Errors that we foresaw say it all in their text; of others the stack is wanted.
    static string Describe(Exception exception) => exception is MarketStoreException ? exception.Message : exception.ToString();

    static string FormatTime(DateTimeOffset time)
    {
        var text = new StringBuilder(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture));
        if (time.Offset == TimeSpan.Zero)
            return text.Append('Z').ToString();
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        return text.Append(sign).Append(time.Offset.ToString("hhmm", CultureInfo.InvariantCulture)).ToString();
    }
}
