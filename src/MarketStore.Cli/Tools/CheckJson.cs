using System.Text.Json;
using MarketStore.Storage.Scrub;

namespace MarketStore.Cli.Tools;

/// <summary>One JSON document for a look over a data directory. What a finding does not have is left out.</summary>
internal static class CheckJson
{
    public static void Write(CheckResult result, TextWriter output) => new JsonText(output, isIndented: true).WriteLine(writer =>
    {
        var report = result.Report;
        writer.WriteStartObject();
        writer.WriteString("directory", result.Directory);
        writer.WriteBoolean("isClean", report.IsClean);
        writer.WriteNumber("findingCount", report.FindingCount);
        writer.WriteNumber("leftCount", report.LeftCount);
        writer.WriteBoolean("isBesideServer", report.IsBesideServer);
        writer.WriteNumber("buckets", report.Buckets);
        writer.WriteNumber("yearFiles", report.YearFiles);
        writer.WriteNumber("slots", report.Slots);
        writer.WriteNumber("blocks", report.Blocks);
        writer.WriteNumber("logRecords", report.LogRecords);
        writer.WriteNumber("freeBytes", report.FreeBytes);
        writer.WriteNumber("storedFreeBytes", report.StoredFreeBytes);
        WriteAll(writer, "findings", report.Findings, WriteFinding);
        WriteAll(writer, "repairs", report.Repairs, WriteRepair);
        WriteAll(writer, "notices", report.Notices, WriteNotice);
        writer.WriteEndObject();
    });

    static void WriteAll<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteFinding(Utf8JsonWriter writer, ScrubFinding finding)
    {
        writer.WriteString("fault", CountText.Kind(finding.Fault));
        writer.WriteString("path", finding.Path);
        if (finding.Offset is { } offset)
            writer.WriteNumber("offset", offset);
        if (finding.Slot is { } slot)
            writer.WriteNumber("slot", slot);
        writer.WriteString("text", finding.Text);
        writer.WriteBoolean("isRepairable", finding.IsRepairable);
        writer.WriteBoolean("isRepaired", finding.IsRepaired);
    }

    static void WriteRepair(Utf8JsonWriter writer, ScrubRepair repair)
    {
        writer.WriteString("path", repair.Path);
        writer.WriteString("text", repair.Text);
        writer.WriteBoolean("isDone", repair.IsDone);
        if (repair.CopyPath is { } copy)
            writer.WriteString("copy", copy);
        if (repair.Fault is { } fault)
            writer.WriteString("fault", fault);
    }

    static void WriteNotice(Utf8JsonWriter writer, ScrubNotice notice)
    {
        writer.WriteString("path", notice.Path);
        writer.WriteString("text", notice.Text);
    }
}
