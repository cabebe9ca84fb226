using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketStore.Storage.Disk;

/// <summary>The calls that .NET does not offer: data-only flushes, directory flushes, listings without a look at each entry, holes, locks. 64-bit Linux.</summary>
internal static partial class PosixCalls
{
    public const int OpenDirectoryFlags = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC
    public const int ReadOnlyFlags = 0x80000; // O_RDONLY | O_CLOEXEC
    public const int ReadWriteFlags = 0x80002; // O_RDWR | O_CLOEXEC
    public const int CreateFlag = 0x40; // O_CREAT
    public const int SeekData = 3;
    public const int SeekHole = 4;
    public const int LockExclusiveNonBlocking = 2 | 4;
    public const int Unlock = 8;
    public const int PunchHoleKeepSize = 0x02 | 0x01;
    public const int OpenFiles = 7; // RLIMIT_NOFILE
    public const int ErrorNoSuchOffset = 6; // ENXIO
    public const int ErrorInterrupted = 4; // EINTR
    public const int ErrorNotPermitted = 1; // EPERM
    public const int ErrorNoEntry = 2; // ENOENT
    public const int ErrorNoAccess = 13; // EACCES
    public const int ErrorNoDirectory = 20; // ENOTDIR

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OpenDirectory(string path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    public static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int CloseDirectory(nint directory);

    public static IOException Failure(string action, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{action} of {path} failed: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    /// <summary>What a process may use of a resource: now, and at most.</summary>
    public readonly record struct Limit(ulong Soft, ulong Hard);
}
