using MarketStore.Storage.Disk;

namespace MarketStore.Trials.FailingCalls;

/// <summary>A disk whose calls fail as a schedule has it, with the errors of the real one. What a failed flush should have brought to the disk counts as lost.</summary>
sealed class FaultyDisk(MemoryDisk inner, FaultSchedule schedule) : IDisk
{
    long _lostPages;

    /// <summary>Pages and names that a failed flush lost.</summary>
    public long Lost => Interlocked.Read(ref _lostPages);

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        Check(mode == DiskOpenMode.Create && !inner.FileExists(path) ? DiskCallKind.CreateFile : DiskCallKind.Open, "opening", path);
        return new FaultyFile(this, (MemoryFile)inner.Open(path, mode), path);
    }

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path)
    {
        Check(DiskCallKind.CreateDirectory, "creation of directory", path);
        inner.CreateDirectory(path);
    }

    public void SyncDirectory(string path)
    {
        if (!inner.DirectoryExists(path))
            return;
        if (schedule.Next(DiskCallKind.SyncDirectory, path) is { } fault)
        {
            CountLost(inner.FailSync(path));
            throw new FlushFailedException(Failure(fault, "flush of directory", path));
        }

        inner.SyncDirectory(path);
    }

    public void SyncFileSystem(string path)
    {
        if (schedule.Next(DiskCallKind.SyncFileSystem, path) is { } fault)
        {
            CountLost(inner.FailSync(directory: null));
            throw new FlushFailedException(Failure(fault, "flush of the file system", path));
        }

        inner.SyncFileSystem(path);
    }

    public IReadOnlyList<DiskEntry> ListDirectory(string path)
    {
        Check(DiskCallKind.ListDirectory, "reading of directory", path);
        return inner.ListDirectory(path);
    }

    public void DeleteFile(string path)
    {
        Check(DiskCallKind.DeleteFile, "deletion", path);
        inner.DeleteFile(path);
    }

    public void DeleteDirectoryTree(string path)
    {
        Check(DiskCallKind.DeleteDirectoryTree, "deletion of directory", path);
        inner.DeleteDirectoryTree(path);
    }

    public void Rename(string source, string target)
    {
        Check(DiskCallKind.Rename, "renaming", source);
        inner.Rename(source, target);
    }

    public IDisposable LockDirectory(string path) => inner.LockDirectory(path);

    internal DiskFault? Next(DiskCallKind kind, string path) => schedule.Next(kind, path);

    internal void Check(DiskCallKind kind, string action, string path)
    {
        if (schedule.Next(kind, path) is { } fault)
            throw Failure(fault, action, path);
    }

    internal void CountLost(int pages) => Interlocked.Add(ref _lostPages, pages);

    internal static IOException Failure(DiskFault fault, string action, string path) =>
        new($"{action} of {path} failed: {(fault == DiskFault.Broken ? "Input/output error" : "No space left on device")}");
}
