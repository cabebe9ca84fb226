using MarketStore.Storage.Disk;

namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>A process's view of a simulated disk. Paths begin with <see cref="RootPath"/>.</summary>
sealed class DiskConnection(SimulatedDisk disk) : IDisk
{
    public const string RootPath = "/store";

    volatile bool _isCut;

    /// <summary>Called before each change, outside any lock, on the thread that makes it.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>The process was killed: it reaches nothing any more.</summary>
    public void Cut() => _isCut = true;

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        ThrowIfCut();
        lock (disk.Gate)
        {
            if (TryFind(path, out var found))
                return found.IsDirectory ? throw new IOException($"opening of {path} failed: Is a directory") : new SimulatedFile(disk, this, path, found.Number);
        }

        if (mode != DiskOpenMode.Create)
            throw new FileNotFoundException($"{path} is not there", path);
        BeginChange();
        lock (disk.Gate)
            return new SimulatedFile(disk, this, path, CreateNode(path, isDirectory: false).Number);
    }

    public bool FileExists(string path)
    {
        ThrowIfCut();
        lock (disk.Gate)
            return TryFind(path, out var found) && !found.IsDirectory;
    }

    public bool DirectoryExists(string path)
    {
        ThrowIfCut();
        lock (disk.Gate)
            return TryFind(path, out var found) && found.IsDirectory;
    }

    public void CreateDirectory(string path)
    {
        if (DirectoryExists(path))
            return;
        BeginChange();
        lock (disk.Gate)
            CreateNode(path, isDirectory: true);
    }

    public void SyncDirectory(string path)
    {
        BeginChange();
        lock (disk.Gate)
        {
            if (!TryFind(path, out var found))
                return;
            if (disk.TakeFailure(FlushKind.Directory))
            {
                disk.Record(new DirectoryFlushFailed(found.Number));
                throw new FlushFailedException(new IOException($"flush of directory {path} failed: Input/output error"));
            }

            disk.Record(new DirectoryFlushed(found.Number));
        }
    }

    public void SyncFileSystem(string path)
    {
        BeginChange();
        lock (disk.Gate)
        {
            if (disk.TakeFailure(FlushKind.FileSystem))
            {
                disk.Record(new FileSystemFlushFailed(disk.NextChance()));
                throw new FlushFailedException(new IOException($"flush of the file system of {path} failed: Input/output error"));
            }

            disk.Record(new FileSystemFlushed());
        }
    }

    public IReadOnlyList<DiskEntry> ListDirectory(string path)
    {
        ThrowIfCut();
        lock (disk.Gate)
        {
            if (!TryFind(path, out var found) || !found.IsDirectory)
                throw new DirectoryNotFoundException($"Could not find a part of the path '{path}'.");
            var directory = disk.Tree.DirectoryOf(found.Number);
            var entries = new DiskEntry[directory.Names.Count];
            for (var entry = 0; entry < entries.Length; entry++)
                entries[entry] = new(directory.Names[entry], directory.Nodes[entry].IsDirectory);
            return entries;
        }
    }

    public void DeleteFile(string path) => Remove(path);

    public void DeleteDirectoryTree(string path)
    {
        foreach (var entry in ListDirectory(path))
        {
            var inner = Path.Combine(path, entry.Name);
            if (entry.IsDirectory)
                DeleteDirectoryTree(inner);
            else
                Remove(inner);
        }

        Remove(path);
    }

    /// <summary>The engine renames within a directory only.</summary>
    public void Rename(string source, string target)
    {
        BeginChange();
        lock (disk.Gate)
        {
            if (!TryFind(source, out var found))
                throw new FileNotFoundException($"{source} is not there", source);
            Apply(new NameChange(ParentOf(target), NameAct.Rename, Path.GetFileName(source), found, Path.GetFileName(target)));
        }
    }

    public IDisposable LockDirectory(string path) => new MemoryStream();

    internal void BeginChange()
    {
        ThrowIfCut();
        BeforeChange?.Invoke();
        // It may have been killed while it waited.
        ThrowIfCut();
    }

    internal void ThrowIfCut()
    {
        if (_isCut)
            throw new IOException("the process was killed");
    }

    void Remove(string path)
    {
        BeginChange();
        lock (disk.Gate)
        {
            if (TryFind(path, out var found))
                Apply(new NameChange(ParentOf(path), NameAct.Remove, Path.GetFileName(path), found));
        }
    }

    NodeReference CreateNode(string path, bool isDirectory)
    {
        var parent = ParentOf(path);
        var node = disk.Tree.NewNode(isDirectory);
        Apply(new NameChange(parent, NameAct.Create, Path.GetFileName(path), node));
        return node;
    }

    void Apply(NameChange change)
    {
        if (!disk.Tree.TryApply(change))
            throw new IOException($"{change} cannot be done");
        disk.Record(change);
    }

    int ParentOf(string path) => TryFind(Path.GetDirectoryName(path)!, out var parent) && parent.IsDirectory
        ? parent.Number
        : throw new DirectoryNotFoundException($"Could not find a part of the path '{path}'.");

    bool TryFind(string path, out NodeReference found)
    {
        found = new(DiskTree.Root, IsDirectory: true);
        if (!path.StartsWith(RootPath, StringComparison.Ordinal))
            throw new ArgumentException($"{path} is not on the simulated disk", nameof(path));
        var rest = path.AsSpan(RootPath.Length);
        foreach (var part in rest.Split('/'))
        {
            var name = rest[part];
            if (!name.IsEmpty && (!found.IsDirectory || !disk.Tree.DirectoryOf(found.Number).TryGet(name.ToString(), out found)))
                return false;
        }

        return true;
    }
}
