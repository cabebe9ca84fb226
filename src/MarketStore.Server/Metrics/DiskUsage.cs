using System.IO.Enumeration;
using System.Runtime.InteropServices;

namespace MarketStore.Server.Metrics;

/// <summary>Measures what a directory takes on disk. Year files are mostly holes: their length says little.</summary>
internal static class DiskUsage
{
    const int BlockBytes = 512;

    /// <summary>Bytes allocated to all files and directories below a directory. Entries that vanish or cannot be read count as nothing; links are not followed.</summary>
    public static long Measure(string directory, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var entries = new FileSystemEnumerable<(string Path, long Length)>(
            directory, (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.IsDirectory ? 0 : entry.Length), options);
        var total = 0L;
        foreach (var (path, length) in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += OperatingSystem.IsLinux() ? AllocatedBytes(path) : length;
        }

        return total;
    }

    static long AllocatedBytes(string path) =>
        GetStatus(CurrentDirectory, path, DoNotFollowLinks, WantBlocks, out var status) == 0 ? (long)status.Blocks * BlockBytes : 0;

    const int CurrentDirectory = -100;
    const int DoNotFollowLinks = 0x100;
    const uint WantBlocks = 0x400;

    // .NET does not tell a file's blocks. Of the calls that do, statx alone has one layout on every processor.
    [DllImport("libc", EntryPoint = "statx")]
    static extern int GetStatus(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out FileStatus status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct FileStatus
    {
        [FieldOffset(48)]
        public ulong Blocks;
    }
}
