using System.Runtime.InteropServices;

namespace MarketStore.Storage.Disk;

/// <summary>The real file system.</summary>
internal sealed class PosixDisk : IDisk
{
    const uint DirectoryMode = 0x1F8; // 0770
    const int ErrorExists = 17; // EEXIST

    public static PosixDisk Instance { get; } = new();

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        if (mode == DiskOpenMode.Create && !File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, options).Dispose();
        }

        var access = mode == DiskOpenMode.Read ? FileAccess.Read : FileAccess.ReadWrite;
        return new PosixFile(path, File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete));
    }

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public void CreateDirectory(string path)
    {
        if (PosixCalls.MakeDirectory(path, DirectoryMode) != 0 && (Marshal.GetLastPInvokeError() != ErrorExists || !Directory.Exists(path)))
            throw PosixCalls.Failure("creation of directory", path);
    }

    public void SyncDirectory(string path)
    {
        var descriptor = PosixCalls.Open(path, PosixCalls.OpenDirectoryFlags);
        if (descriptor < 0)
        {
            // A directory that was removed meanwhile has no entries to keep.
            if (!Directory.Exists(path))
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

    public IReadOnlyList<DiskEntry> ListDirectory(string path)
    {
        var entries = new List<DiskEntry>();
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }))
            entries.Add(new(entry.Name, entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)));
        entries.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }

    public void DeleteFile(string path) => File.Delete(path);

    public void DeleteDirectoryTree(string path) => Directory.Delete(path, recursive: true);

    public void Rename(string source, string target) => File.Move(source, target, overwrite: true);

    public IDisposable LockDirectory(string path)
    {
        var descriptor = PosixCalls.Open(path, PosixCalls.OpenDirectoryFlags);
        if (descriptor < 0)
            throw PosixCalls.Failure("opening of directory", path);
        if (PosixCalls.Lock(descriptor, PosixCalls.LockExclusiveNonBlocking) == 0)
            return new DirectoryLock(descriptor);
        _ = PosixCalls.Close(descriptor);
        throw new IOException($"the data directory {path} is in use by another process");
    }

    sealed class DirectoryLock(int descriptor) : IDisposable
    {
        int _descriptor = descriptor;

        public void Dispose()
        {
            var held = Interlocked.Exchange(ref _descriptor, -1);
            if (held >= 0)
                _ = PosixCalls.Close(held);
        }
    }
}
