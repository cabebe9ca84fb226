using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MarketStore.Trials.FullDisk;

/// <summary>A file system in memory of a bounded size, mounted for one case and gone with it.</summary>
sealed partial class SmallDisk : IDisposable
{
    const int DetachFlag = 2; // MNT_DETACH

    SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null, or why none can be mounted here.</summary>
    public static string? FindObstacle()
    {
        try
        {
            using var disk = Mount(1);
            return null;
        }
        catch (Win32Exception error)
        {
            return $"a file system of a bounded size cannot be mounted: {error.Message}";
        }
    }

    /// <exception cref="Win32Exception">This process may not mount anything.</exception>
    public static SmallDisk Mount(int mebibytes)
    {
        var path = Directory.CreateTempSubdirectory("marketstore-full-").FullName;
        if (mount("tmpfs", path, "tmpfs", 0, $"size={mebibytes}m") == 0)
            return new(path);
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        Directory.Delete(path);
        throw error;
    }

    /// <summary>Writes a file until there is no room left, or until it is as large as wanted.</summary>
    public string Fill(string name, long bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        var piece = new byte[64 << 10];
        try
        {
            for (long done = 0; done < bytes; done += piece.Length)
                RandomAccess.Write(file, piece, done);
        }
        catch (IOException)
        {
            // It is full.
        }

        return path;
    }

    public void Dispose()
    {
        _ = umount2(Path, DetachFlag);
        Directory.Delete(Path);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static partial int mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    internal static partial int umount2(string target, int flags);
}
