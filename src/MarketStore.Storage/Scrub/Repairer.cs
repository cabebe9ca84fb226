using System.Globalization;
using System.Text;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Scrub;

/// <summary>
/// Repairs files of a directory that no server uses: writes category files that are missing or torn, and gives year files that were cut short their length back.
/// A file that is changed is copied beside first; copy and change are flushed.
/// </summary>
internal sealed class Repairer(IDisk disk)
{
    public const string CopySuffix = ".before-fix";

    public ScrubRepair Repair(DueRepair due)
    {
        string? copy = null;
        try
        {
            copy = disk.FileExists(due.Path) ? CopyAside(due.Path) : null;
            using (var file = disk.Open(due.Path, DiskOpenMode.Create))
            {
                if (due.Category is { } category)
                    WriteCategory(file, category);
                else
                    file.SetLength(due.NominalLength);
                file.Flush();
            }

            disk.SyncDirectory(Path.GetDirectoryName(due.Path)!);
            return new(due.Path, Describe(due), copy, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(due.Path, Describe(due), copy, error.Message);
        }
    }

    public static ScrubRepair Refuse(DueRepair due, string reason) => new(due.Path, Describe(due), null, reason);

    static string Describe(DueRepair due) => due.Category is { } category
        ? $"\"{category}\" is written"
        : string.Create(CultureInfo.InvariantCulture, $"its length is set to {due.NominalLength}; the slots that were cut off are empty");

    static void WriteCategory(IDiskFile file, string category)
    {
        var bytes = Encoding.UTF8.GetBytes(category);
        file.Write(bytes, 0);
        file.SetLength(bytes.Length);
    }

    string CopyAside(string path)
    {
        var copy = path + CopySuffix;
        for (var number = 1; disk.FileExists(copy); number++)
            copy = string.Create(CultureInfo.InvariantCulture, $"{path}{CopySuffix}.{number}");
        using var source = disk.Open(path, DiskOpenMode.Read);
        using var target = disk.Open(copy, DiskOpenMode.Create);
        source.CopyDataTo(target);
        target.Flush();
        return copy;
    }
}
