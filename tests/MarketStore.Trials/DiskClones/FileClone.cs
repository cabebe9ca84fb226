using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketStore.Trials.DiskClones;

/// <summary>Clones a file by sharing its blocks (FICLONE). The file system holds off writes to it meanwhile, so that the clone is the file of one instant.</summary>
static class FileClone
{
    /// <summary>_IOW(0x94, 9, int).</summary>
    const nuint CloneRequest = 0x40049409;

    /// <exception cref="IOException">The file system cannot do it.</exception>
    public static void Make(string source, string target)
    {
        using var from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (ioctl(to, CloneRequest, from) != 0)
            throw new IOException($"{source} cannot be cloned: error {Marshal.GetLastPInvokeError()}");
    }

    // The real one takes variable arguments; on x86-64 and arm64 Linux a third one of pointer size travels as this declares it.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern int ioctl(SafeFileHandle file, nuint request, SafeFileHandle source);
}
