using MarketStore.Storage.Scrub;

namespace MarketStore.Cli.Tools;

/// <summary>A line for each finding, notice and repair, then what was looked at and whether all is well.</summary>
internal static class CheckText
{
    public static void Write(CheckResult result, TextWriter output)
    {
        var report = result.Report;
        foreach (var finding in report.Findings)
            output.WriteLine(ShownText.Printable($"{CountText.Kind(finding.Fault)}: {finding}{Ending(finding, report)}"));
        if (report.FindingCount > report.Findings.Count)
            output.WriteLine($"and {CountText.Of(report.FindingCount - report.Findings.Count, "more finding")} in these files");
        foreach (var repair in report.Repairs)
            output.WriteLine(ShownText.Printable(Describe(repair)));
        foreach (var notice in report.Notices)
            output.WriteLine(ShownText.Printable($"notice: {notice}"));
        if (report.Findings.Any(finding => finding.Fault == ScrubFault.BlockContent))
            output.WriteLine("notice: blocks look like this too when the data was written with another setting of disable_variable_compression than this look was told");
        if (report.LogRecords > 0)
            output.WriteLine($"notice: {CountText.Of(report.LogRecords, "record")} in the log: the server was not stopped cleanly, and its next start may complete files that are short");
        if (report.IsBesideServer)
            output.WriteLine("notice: a server holds the directory: findings may be of writes that were under way; look again once it is stopped");
        output.WriteLine(
            $"looked at {CountText.Of(report.Buckets, "bucket")}, {CountText.Of(report.YearFiles, "year file")}, {CountText.Of(report.Slots, "slot")} in use, {CountText.Of(report.Blocks, "block")} of ticks, {CountText.Of(report.LogRecords, "log record")}");
        output.WriteLine($"free space: {CountText.Of(report.FreeBytes, "byte")} of blocks that were replaced, of which {CountText.Of(report.StoredFreeBytes, "byte")} still take room on the disk");
        output.WriteLine(ShownText.Printable($"{result.Directory}: {Verdict(report)}"));
    }

    static string Ending(ScrubFinding finding, ScrubReport report) =>
        finding.IsRepaired ? " (repaired)" : finding.IsRepairable && report.Repairs.Count == 0 ? " (--fix repairs it)" : "";

    static string Describe(ScrubRepair repair) => repair.Fault is { } fault
        ? $"not repaired: {repair.Path}: {fault}"
        : $"repaired: {repair.Path}: {repair.Text}{(repair.CopyPath is { } copy ? $"; the file as it was is {copy}" : "")}";

    static string Verdict(ScrubReport report)
    {
        var repaired = report.FindingCount - report.LeftCount;
        return report.IsClean ? "nothing is wrong"
            : report.LeftCount == 0 ? $"{CountText.Of(repaired, "finding")}, all repaired"
            : repaired > 0 ? $"{CountText.Of(report.FindingCount, "finding")}, {repaired} repaired, {report.LeftCount} left"
            : CountText.Of(report.FindingCount, "finding");
    }
}
