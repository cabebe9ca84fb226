using System.Text.Json;
using MarketStore.Storage.Listing;

namespace MarketStore.Cli.Tools;

/// <summary>One JSON object a line: each entry of a log, and the summary last. What an entry does not have is left out.</summary>
internal sealed class JsonLogView(TextWriter output) : ILogView
{
    readonly JsonText _json = new(output);

    public void Show(LogEntry entry) => _json.WriteLine(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", CountText.Kind(entry.Kind));
        writer.WriteNumber("offset", entry.Offset);
        writer.WriteNumber("bytes", entry.Bytes);
        if (entry.Sequence is { } sequence)
            writer.WriteNumber("sequence", sequence);
        if (entry.Group is { } group)
            writer.WriteNumber("group", group);
        if (entry.Parts.Count > 0)
            WriteParts(writer, entry);
        if (entry.Text is { } text)
            writer.WriteString("text", text);
        if (entry.Fault is { } fault)
            writer.WriteString("fault", fault);
        if (!entry.IsReached)
            writer.WriteBoolean("isReached", false);
        writer.WriteEndObject();
    });

    public void ShowSummary(string path, LogSummary summary) => _json.WriteLine(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "summary");
        writer.WriteString("path", path);
        writer.WriteString("format", CountText.Kind(summary.Format));
        writer.WriteBoolean("isSound", summary.IsSound);
        writer.WriteNumber("bytes", summary.FileBytes);
        writer.WriteNumber("records", summary.Records);
        writer.WriteNumber("writes", summary.Writes);
        writer.WriteNumber("rows", summary.Rows);
        writer.WriteNumber("faults", summary.Faults);
        if (summary.PendingGroups is { } pending)
            writer.WriteNumber("pendingGroups", pending);
        writer.WriteBoolean("isTorn", summary.IsTorn);
        writer.WriteEndObject();
    });

    static void WriteParts(Utf8JsonWriter writer, LogEntry entry)
    {
        writer.WriteNumber("rows", entry.RowCount);
        writer.WriteStartArray("parts");
        foreach (var part in entry.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("bucket", part.Bucket);
            if (part.Year is { } year)
                writer.WriteNumber("year", year);
            writer.WriteNumber("rows", part.Rows);
            writer.WriteNumber("bytes", part.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (entry.PartCount > entry.Parts.Count)
            writer.WriteNumber("partsNotTold", entry.PartCount - entry.Parts.Count);
    }
}
