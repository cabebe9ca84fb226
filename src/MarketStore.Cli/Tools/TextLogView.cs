using System.Globalization;
using MarketStore.Storage.Listing;

namespace MarketStore.Cli.Tools;

/// <summary>A line for each entry of a log, and one below it for each further bucket and year.</summary>
internal sealed class TextLogView(TextWriter output) : ILogView
{
    bool _hasHeader;

    public void Show(LogEntry entry)
    {
        if (!_hasHeader)
            Line("offset", "bytes", "number", "kind", "what");
        _hasHeader = true;
        var number = entry.Sequence?.ToString(CultureInfo.InvariantCulture) ?? entry.Group?.ToString(CultureInfo.InvariantCulture) ?? "";
        var first = true;
        foreach (var text in Texts(entry))
        {
            if (first)
                Line(entry.Offset.ToString(CultureInfo.InvariantCulture), entry.Bytes.ToString(CultureInfo.InvariantCulture), number, CountText.Kind(entry.Kind), text);
            else
                Line("", "", "", "", text);
            first = false;
        }
    }

    public void ShowSummary(string path, LogSummary summary)
    {
        var name = ShownText.Printable(path);
        if (summary.Format == LogFormat.None)
        {
            output.WriteLine($"{name} is no log: neither a segment of ours nor one of the Go server");
            return;
        }

        var whose = summary.Format == LogFormat.Segment ? "a segment of our log" : "a log of the Go server";
        var records = summary.Format == LogFormat.Segment ? CountText.Of(summary.Records, "record") : CountText.Of(summary.Records, "message");
        var writes = summary.Format == LogFormat.Segment ? CountText.Of(summary.Writes, "batch", "batches") : CountText.Of(summary.Writes, "group");
        var pending = summary.PendingGroups is { } groups ? $", {CountText.Of(groups, "group")} that no checkpoint covers" : "";
        var torn = summary.IsTorn ? ", its end cut short by a crash" : "";
        var verdict = summary.Faults == 0 ? "sound" : $"damaged in {CountText.Of(summary.Faults, "place")}";
        output.WriteLine($"{name}: {whose}, {CountText.Of(summary.FileBytes, "byte")}, {records}, {writes} with {CountText.Of(summary.Rows, "row")}{pending}{torn}: {verdict}");
    }

    static IEnumerable<string> Texts(LogEntry entry)
    {
        var about = string.Join(": ", new[] { entry.Fault is { } fault ? $"DAMAGE: {fault}" : null, entry.Text, entry.IsReached ? null : "a start does not get to it" }.Where(text => text is not null));
        var parts = entry.Parts.Select(part => PartText(entry.Kind, part)).ToList();
        if (parts.Count == 1 && about.Length > 0)
            parts = [$"{parts[0]}: {about}"];
        else if (about.Length > 0 || parts.Count == 0)
            parts.Insert(0, about);
        if (entry.PartCount > entry.Parts.Count)
            parts.Add($"and {CountText.Of(entry.PartCount - entry.Parts.Count, "more bucket", "more buckets")}");
        return parts.Select(text => ShownText.Printable(text));
    }

    static string PartText(LogEntryKind kind, LogPart part)
    {
        var place = part.Year is { } year ? $"{part.Bucket} {year.ToString(CultureInfo.InvariantCulture)}" : part.Bucket;
        return kind switch
        {
            LogEntryKind.Definition or LogEntryKind.Create => place,
            LogEntryKind.Blocks => $"{place}, {CountText.Of(part.Rows, "block")}, {CountText.Of(part.Bytes, "byte")}",
            _ => $"{place}, {CountText.Of(part.Rows, "row")}, {CountText.Of(part.Bytes, "byte")}",
        };
    }

    void Line(string offset, string bytes, string number, string kind, string text) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{offset,12} {bytes,10} {number,20}  {kind,-15} {text}").TrimEnd());
}
