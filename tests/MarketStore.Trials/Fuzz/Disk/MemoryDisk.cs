using MarketStore.Storage.Disk;

namespace MarketStore.Trials.Fuzz.Disk;

/// <summary>A file system in memory, sparse, with the limits of a real one: thousands of databases can be opened in a second, and nothing is left behind.</summary>
sealed class MemoryDisk : IDisk
{
    const int MaxNameBytes = 255;
    const int MaxPathBytes = 4_095;

    readonly Lock _gate = new();
    readonly Dictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    readonly HashSet<string> _directories = new(StringComparer.Ordinal) { "/" };

    public IReadOnlyList<string> FilePaths
    {
        get
        {
            lock (_gate)
                return [.. _files.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>A disk with the same content; what happens to either is not seen by the other.</summary>
    public MemoryDisk Clone()
    {
        var clone = new MemoryDisk();
        lock (_gate)
        {
            foreach (var (path, file) in _files)
                clone._files.Add(path, file.Clone());
            clone._directories.UnionWith(_directories);
        }

        return clone;
    }

    public byte[] ReadFile(string path)
    {
        using var file = Open(path, DiskOpenMode.Read);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    public void WriteFile(string path, ReadOnlySpan<byte> content)
    {
        using var file = Open(path, DiskOpenMode.Create);
        file.SetLength(0);
        file.Write(content, 0);
    }

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        CheckPath(path);
        lock (_gate)
        {
            if (_files.TryGetValue(path, out var file))
                return new MemoryHandle(path, file);
            if (_directories.Contains(path))
                throw new IOException($"{path} is a directory");
            if (mode != DiskOpenMode.Create)
                throw new FileNotFoundException($"{path} is not there", path);
            CheckParent(path);
            _files.Add(path, file = new MemoryFile());
            return new MemoryHandle(path, file);
        }
    }

    public bool FileExists(string path)
    {
        lock (_gate)
            return _files.ContainsKey(path);
    }

    public bool DirectoryExists(string path)
    {
        lock (_gate)
            return _directories.Contains(path);
    }

    public void CreateDirectory(string path)
    {
        CheckPath(path);
        lock (_gate)
        {
            if (_files.ContainsKey(path))
                throw new IOException($"{path} is a file");
            CheckParent(path);
            _directories.Add(path);
        }
    }

    public void SyncDirectory(string path)
    {
    }

    public void SyncFileSystem(string path)
    {
    }

    public IReadOnlyList<DiskEntry> ListDirectory(string path)
    {
        lock (_gate)
        {
            if (!_directories.Contains(path))
                throw new DirectoryNotFoundException($"{path} is not there");
            return
            [
                .. _directories.Where(directory => directory != "/" && ParentOf(directory) == path).Select(directory => new DiskEntry(Path.GetFileName(directory), IsDirectory: true))
                    .Concat(_files.Keys.Where(file => ParentOf(file) == path).Select(file => new DiskEntry(Path.GetFileName(file), IsDirectory: false)))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal),
            ];
        }
    }

    public void DeleteFile(string path)
    {
        lock (_gate)
            _files.Remove(path);
    }

    public void DeleteDirectoryTree(string path)
    {
        lock (_gate)
        {
            _directories.RemoveWhere(directory => directory == path || directory.StartsWith(path + "/", StringComparison.Ordinal));
            foreach (var file in _files.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
                _files.Remove(file);
        }
    }

    public void Rename(string source, string target)
    {
        lock (_gate)
        {
            if (!_files.Remove(source, out var file))
                throw new FileNotFoundException($"{source} is not there", source);
            _files[target] = file;
        }
    }

    public IDisposable LockDirectory(string path) => new MemoryStream();

    void CheckParent(string path)
    {
        if (!_directories.Contains(ParentOf(path)))
            throw new DirectoryNotFoundException($"{ParentOf(path)} is not there");
    }

    static void CheckPath(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || System.Text.Encoding.UTF8.GetByteCount(path) > MaxPathBytes
            || path.Split('/').Any(name => System.Text.Encoding.UTF8.GetByteCount(name) > MaxNameBytes))
            throw new IOException($"{path} cannot be a path");
    }

    static string ParentOf(string path) => Path.GetDirectoryName(path)!;
}
