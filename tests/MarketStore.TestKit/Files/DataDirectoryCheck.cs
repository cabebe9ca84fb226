using System.Globalization;

namespace MarketStore.TestKit.Files;

/// <summary>Looks over a data directory as the reference does when it starts on it.</summary>
public static class DataDirectoryCheck
{
    static readonly string[] Categories = ["Symbol", "Timeframe", "AttributeGroup", "Year"];

    /// <summary>Everything that the reference would stumble over or not see, and any log that was left; none after a clean stop.</summary>
    public static IReadOnlyList<string> Complaints(string root) => [.. LogsLeft(root), .. DirectoryComplaints(root, root, depth: 0)];

    /// <summary>Logs, ours or the reference's, that someone would have to replay.</summary>
    public static IEnumerable<string> LogsLeft(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".walfile" or ".mslog")
            .Select(path => $"{Path.GetRelativePath(root, path)}: a log was left");

    static IEnumerable<string> DirectoryComplaints(string root, string directory, int depth)
    {
        var name = Path.GetRelativePath(root, directory);
        if (depth >= Categories.Length)
        {
            yield return $"{name}: a directory below the year files";
            yield break;
        }

        var categoryPath = Path.Combine(directory, "category_name");
        if (!File.Exists(categoryPath))
            yield return $"{name}: no category_name";
        else if (File.ReadAllText(categoryPath) != Categories[depth])
            yield return $"{name}: category_name says '{File.ReadAllText(categoryPath)}', not '{Categories[depth]}'";

        var yearFiles = Directory.GetFiles(directory, "*.bin");
        var directories = Directory.GetDirectories(directory);
        if (depth == Categories.Length - 1 && yearFiles.Length == 0)
            yield return $"{name}: a bucket without year files";
        if (depth < Categories.Length - 1 && yearFiles.Length > 0)
            yield return $"{name}: year files above a bucket";
        if (depth is > 0 and < 3 && directories.Length == 0)
            yield return $"{name}: empty";

        foreach (var complaint in yearFiles.SelectMany(path => YearFileComplaints(root, path)).Concat(directories.SelectMany(path => DirectoryComplaints(root, path, depth + 1))))
            yield return complaint;
    }

    static IEnumerable<string> YearFileComplaints(string root, string path)
    {
        var name = Path.GetRelativePath(root, path);
        if (!int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var year))
        {
            yield return $"{name}: the name is no year";
            yield break;
        }

        var size = new FileInfo(path).Length;
        if (size < YearFileHeader.Size)
        {
            yield return $"{name}: {size} bytes, less than a header";
            yield break;
        }

        using var file = new YearFile(path, isCompressed: false);
        var header = file.Header;
        var recordLength = header.IsVariable ? 24 : (header.FieldBytes + 7) / 8 * 8 + 8;
        if (header.Version != 2 || header.Year != year || header.TimeframeNanoseconds <= 0 || header.RecordLength != recordLength)
            yield return $"{name}: version {header.Version}, year {header.Year}, timeframe {header.TimeframeNanoseconds} ns, record length {header.RecordLength}, due {recordLength}";
        else if (size < file.EndOfSlots)
            yield return $"{name}: {size} bytes, its slots need {file.EndOfSlots}";
    }
}
