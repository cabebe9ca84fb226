using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketStore.Storage.Disk;

/// <summary>The real file system.</summary>
internal sealed class PosixDisk : IDisk
{
    const uint DirectoryMode = 0x1F8; // 0770
    const uint FileMode = 0x180; // 0600
    const int ErrorExists = 17; // EEXIST

    public static PosixDisk Instance { get; } = new();

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        var flags = mode == DiskOpenMode.Read ? PosixCalls.ReadOnlyFlags : PosixCalls.ReadWriteFlags | (mode == DiskOpenMode.Create ? PosixCalls.CreateFlag : 0);
        int descriptor;
        do
        {
            descriptor = PosixCalls.Open(path, flags, FileMode);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == PosixCalls.ErrorInterrupted);
        if (descriptor >= 0)
            return new PosixFile(path, new SafeFileHandle(descriptor, ownsHandle: true));
        if (Marshal.GetLastPInvokeError() == PosixCalls.ErrorNoEntry)
            throw new FileNotFoundException($"{path} is not there", path);
        throw PosixCalls.Failure("opening", path);
    }

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public void CreateDirectory(string path)
    {
        if (PosixCalls.MakeDirectory(path, DirectoryMode) == 0)
            return;
        var failure = PosixCalls.Failure("creation of directory", path);
        if (failure.HResult != ErrorExists || !Directory.Exists(path))
            throw failure;
    }

    public void SyncDirectory(string path)
    {
        var descriptor = PosixCalls.Open(path, PosixCalls.OpenDirectoryFlags, 0);
        if (descriptor < 0)
        {
            // A directory that was removed meanwhile has no entries to keep. To look again would not do: another may have been made in its place.
            if (Marshal.GetLastPInvokeError() == PosixCalls.ErrorNoEntry)
                return;
            throw PosixCalls.Failure("opening of directory", path);
        }

        try
        {
            if (PosixCalls.Sync(descriptor) != 0)
                throw new FlushFailedException(PosixCalls.Failure("flush of directory", path));
        }
        finally
        {
            _ = PosixCalls.Close(descriptor);
        }
    }

    public void SyncFileSystem(string path)
    {
        var descriptor = PosixCalls.Open(path, PosixCalls.OpenDirectoryFlags, 0);
        if (descriptor < 0)
            throw PosixCalls.Failure("opening of directory", path);
        try
        {
            FlushFileSystem(descriptor, path);
        }
        finally
        {
            _ = PosixCalls.Close(descriptor);
        }
    }

    internal static void FlushFileSystem(int descriptor, string path)
    {
        if (PosixCalls.SyncFileSystem(descriptor) != 0)
            throw new FlushFailedException(PosixCalls.Failure("flush of the file system", path));
    }

    public IReadOnlyList<DiskEntry> ListDirectory(string path)
    {
        var entries = PosixDirectory.Read(path);
        entries.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }

    public void DeleteFile(string path) => File.Delete(path);

    public void DeleteDirectoryTree(string path) => Directory.Delete(path, recursive: true);

    public void Rename(string source, string target) => File.Move(source, target, overwrite: true);

    public IDisposable LockDirectory(string path)
    {
        var descriptor = PosixCalls.Open(path, PosixCalls.OpenDirectoryFlags, 0);
        if (descriptor < 0)
            throw PosixCalls.Failure("opening of directory", path);
        if (PosixCalls.Lock(descriptor, PosixCalls.LockExclusiveNonBlocking) == 0)
            return new DirectoryLock(descriptor);
        _ = PosixCalls.Close(descriptor);
        throw new DirectoryInUseException(path);
    }

    sealed class DirectoryLock(int descriptor) : IDisposable
    {
        int _descriptor = descriptor;

        public void Dispose()
        {
            var held = Interlocked.Exchange(ref _descriptor, -1);
            if (held < 0)
                return;
            // A process that is just being started may hold a copy of the descriptor until it runs: closing alone would not release the lock.
            _ = PosixCalls.Lock(held, PosixCalls.Unlock);
            _ = PosixCalls.Close(held);
        }
    }
}
