using System.Globalization;
using System.IO.Hashing;
using System.Text;
using MarketStore.Core.Keys;
using MarketStore.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Changes;

/// <summary>
/// Changes that a listener was not done with when the log went, in a file beside the log: a line for each, <c>key first last</c>, with <c>removed</c> behind it where rows were removed, and a checksum in the last line. Replaced as a whole.
/// </summary>
internal sealed class UnfinishedFile(IDisk disk, string root, ILogger logger)
{
    public const string Name = "triggers.pending";

    const string Removed = " removed";

    readonly string _path = Path.Combine(root, Name);
    readonly string _next = Path.Combine(root, $"{Name}.new");

    /// <summary>At the start: what the file says; a damaged one is named in the log, and says nothing. One that a crash kept from taking its place is removed.</summary>
    public IReadOnlyList<ChangedRange> Read()
    {
        if (disk.FileExists(_next))
            disk.DeleteFile(_next);
        if (!disk.FileExists(_path))
            return [];
        using var file = disk.Open(_path, DiskOpenMode.Read);
        var bytes = new byte[file.Length];
        var text = Encoding.UTF8.GetString(bytes, 0, file.Read(bytes, 0));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ranges = new List<ChangedRange>();
        if (lines.Length == 0 || lines[^1] != SumOf(lines.AsSpan(..^1)) || lines[..^1].Any(line => !TryRead(line, ranges)))
        {
            logger.LogError("{Path} is damaged: what triggers had not done before the last checkpoint is not known; write the rows again, or have their aggregates made anew", _path);
            return [];
        }

        return ranges;
    }

    /// <summary>Replaces the file; without any range it is removed.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Write(IReadOnlyList<ChangedRange> ranges)
    {
        if (ranges.Count == 0)
        {
            if (!disk.FileExists(_path))
                return;
            disk.DeleteFile(_path);
            disk.SyncDirectory(root);
            return;
        }

        string[] lines = [.. ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.Key} {range.First} {range.Last}{(range.IsRemoval ? Removed : "")}"))];
        using (var file = disk.Open(_next, DiskOpenMode.Create))
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes($"{string.Join('\n', lines)}\n{SumOf(lines)}\n"), 0);
            file.Flush();
        }

        disk.Rename(_next, _path);
        disk.SyncDirectory(root);
    }

    static string SumOf(ReadOnlySpan<string> lines) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Join('\n', lines))).ToString("x16", CultureInfo.InvariantCulture);

    static bool TryRead(string line, List<ChangedRange> ranges)
    {
        var isRemoval = line.EndsWith(Removed, StringComparison.Ordinal);
        if (isRemoval)
            line = line[..^Removed.Length];
        var last = line.LastIndexOf(' ');
        var first = last < 0 ? -1 : line.LastIndexOf(' ', last - 1);
        if (first < 0 || !TimeBucketKey.TryParse(line[..first], out var key, out _)
            || !long.TryParse(line.AsSpan(first + 1, last - first - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start)
            || !long.TryParse(line.AsSpan(last + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var end))
            return false;
        ranges.Add(new(key, start, end, isRemoval));
        return true;
    }
}
