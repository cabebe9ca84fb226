using System.Runtime.InteropServices;

namespace MarketStore.Storage.Disk;

/// <summary>
/// The entries of a directory as the C library tells them. .NET asks the disk about each entry once more to tell links from directories, and a start lists
/// seven directories for each symbol.
/// </summary>
internal static class PosixDirectory
{
    // struct dirent of 64-bit Linux: inode and position of 8 bytes each, length of 2, then these.
    const int TypeOffset = 18;
    const int NameOffset = 19;

    const byte UnknownType = 0;
    const byte DirectoryType = 4;

    /// <summary>In the order of the file system.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static List<DiskEntry> Read(string path)
    {
        var directory = PosixCalls.OpenDirectory(path);
        if (directory == 0)
            throw PosixCalls.Failure("opening of directory", path);
        try
        {
            var entries = new List<DiskEntry>();
            while (PosixCalls.ReadDirectory(directory) is var entry and not 0)
            {
                var name = Marshal.PtrToStringUTF8(entry + NameOffset)!;
                if (name is not ("." or ".."))
                    entries.Add(new(name, IsDirectory(path, name, Marshal.ReadByte(entry, TypeOffset))));
            }

            return Marshal.GetLastPInvokeError() == 0 ? entries : throw PosixCalls.Failure("reading of directory", path);
        }
        finally
        {
            _ = PosixCalls.CloseDirectory(directory);
        }
    }

    static bool IsDirectory(string path, string name, byte type)
    {
        if (type != UnknownType)
            return type == DirectoryType;
        // Some file systems keep no types beside the names.
        var entry = new DirectoryInfo(Path.Combine(path, name));
        return entry.Exists && entry.LinkTarget is null;
    }
}
