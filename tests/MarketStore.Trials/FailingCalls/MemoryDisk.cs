using MarketStore.Storage.Disk;

namespace MarketStore.Trials.FailingCalls;

/// <summary>
/// A disk in memory that can be copied as it is at an instant, and that knows what a failed flush lost: pages of files, and names in directories.
/// Paths are absolute; the root is there from the start. Any thread.
/// </summary>
sealed class MemoryDisk : IDisk
{
    public const string Root = "/data";

    readonly Lock _gate = new();
    readonly SortedDictionary<string, MemoryInode?> _entries = new(StringComparer.Ordinal) { [Root] = null };
    readonly Dictionary<string, (bool Existed, MemoryInode? Before, bool IsLost)> _unflushedNames = new(StringComparer.Ordinal);

    /// <summary>A copy that shares nothing that changes: what a process that was killed now leaves.</summary>
    public MemoryDisk Clone()
    {
        lock (_gate)
        {
            var copies = new Dictionary<MemoryInode, MemoryInode>();
            MemoryInode? Copy(MemoryInode? inode) => inode is null ? null : copies.TryGetValue(inode, out var copy) ? copy : copies[inode] = inode.Clone();
            var disk = new MemoryDisk();
            foreach (var (path, inode) in _entries)
                disk._entries[path] = Copy(inode);
            foreach (var (path, (existed, before, isLost)) in _unflushedNames)
                disk._unflushedNames[path] = (existed, Copy(before), isLost);
            return disk;
        }
    }

    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_gate)
                return [.. _entries.Where(entry => entry.Value is not null).Select(entry => entry.Key)];
        }
    }

    public byte[] ReadAll(string path)
    {
        lock (_gate)
        {
            var inode = FileAt(path);
            var bytes = new byte[inode.Length];
            inode.Read(bytes, 0);
            return bytes;
        }
    }

    public void WriteAll(string path, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var inode = new MemoryInode();
            inode.Write(bytes, 0);
            inode.Flush();
            _entries[path] = inode;
        }
    }

    /// <summary>What is in place of everything whose flush failed, once nothing keeps it in memory any more.</summary>
    public void ForgetLostFlushes()
    {
        lock (_gate)
        {
            foreach (var inode in _entries.Values)
                inode?.Forget();
            foreach (var (path, (existed, before, isLost)) in _unflushedNames.OrderBy(name => name.Key, StringComparer.Ordinal).ToList())
            {
                if (!isLost)
                    continue;
                _unflushedNames.Remove(path);
                foreach (var below in BelowOrAt(path))
                    _entries.Remove(below);
                if (existed && _entries.ContainsKey(ParentOf(path)))
                    _entries[path] = before;
            }
        }
    }

    /// <summary>A journal still knows of names whose flush failed: the next flush of their directory brings them to the disk. Between two runs of the engine.</summary>
    public void RecoverLostNames()
    {
        lock (_gate)
        {
            foreach (var name in _unflushedNames.Keys.ToList())
                _unflushedNames[name] = _unflushedNames[name] with { IsLost = false };
        }
    }

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(path, out var inode))
                return new MemoryFile(_gate, inode ?? throw new IOException($"opening of {path} failed: Is a directory"));
            if (mode != DiskOpenMode.Create || !_entries.ContainsKey(ParentOf(path)))
                throw new FileNotFoundException($"{path} is not there", path);
            inode = new MemoryInode();
            Remember(path);
            _entries[path] = inode;
            return new MemoryFile(_gate, inode);
        }
    }

    public bool FileExists(string path)
    {
        lock (_gate)
            return _entries.TryGetValue(path, out var inode) && inode is not null;
    }

    public bool DirectoryExists(string path)
    {
        lock (_gate)
            return _entries.TryGetValue(path, out var inode) && inode is null;
    }

    public void CreateDirectory(string path)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(path, out var inode))
            {
                if (inode is not null)
                    throw new IOException($"creation of directory {path} failed: File exists");
                return;
            }

            if (!_entries.ContainsKey(ParentOf(path)))
                throw new IOException($"creation of directory {path} failed: No such file or directory");
            Remember(path);
            _entries[path] = null;
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            foreach (var name in _unflushedNames.Where(name => !name.Value.IsLost && ParentOf(name.Key) == path).Select(name => name.Key).ToList())
                _unflushedNames.Remove(name);
        }
    }

    public void SyncFileSystem(string path)
    {
        lock (_gate)
        {
            foreach (var inode in _entries.Values)
                inode?.Flush();
            foreach (var name in _unflushedNames.Where(name => !name.Value.IsLost).Select(name => name.Key).ToList())
                _unflushedNames.Remove(name);
        }
    }

    /// <summary>The flush of a directory, or of everything, went wrong. Returns how many names and pages now show what the disk does not hold.</summary>
    public int FailSync(string? directory)
    {
        lock (_gate)
        {
            var lost = _unflushedNames.Where(name => !name.Value.IsLost && (directory is null || ParentOf(name.Key) == directory)).Select(name => name.Key).ToList();
            foreach (var name in lost)
                _unflushedNames[name] = _unflushedNames[name] with { IsLost = true };
            return lost.Count + (directory is null ? _entries.Values.Sum(inode => inode?.FailFlush() ?? 0) : 0);
        }
    }

    public IReadOnlyList<DiskEntry> ListDirectory(string path)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(path, out var inode) || inode is not null)
                throw new DirectoryNotFoundException($"{path} is not there");
            return [.. _entries.Where(entry => ParentOf(entry.Key) == path).Select(entry => new DiskEntry(Path.GetFileName(entry.Key), entry.Value is null))];
        }
    }

    public void DeleteFile(string path)
    {
        lock (_gate)
        {
            if (!_entries.ContainsKey(path))
                return;
            Remember(path);
            _entries.Remove(path);
        }
    }

    public void DeleteDirectoryTree(string path)
    {
        lock (_gate)
        {
            if (!_entries.ContainsKey(path))
                throw new DirectoryNotFoundException($"{path} is not there");
            foreach (var entry in BelowOrAt(path))
            {
                Remember(entry);
                _entries.Remove(entry);
            }
        }
    }

    public void Rename(string source, string target)
    {
        lock (_gate)
        {
            var inode = FileAt(source);
            Remember(source);
            Remember(target);
            _entries.Remove(source);
            _entries[target] = inode;
        }
    }

    /// <summary>A process that was killed holds no lock.</summary>
    public IDisposable LockDirectory(string path) => new MemoryStream();

    static string ParentOf(string path) => Path.GetDirectoryName(path) ?? "";

    MemoryInode FileAt(string path) =>
        _entries.TryGetValue(path, out var inode) && inode is not null ? inode : throw new FileNotFoundException($"{path} is not there", path);

    List<string> BelowOrAt(string path) => [.. _entries.Keys.Where(entry => entry == path || entry.StartsWith(path + "/", StringComparison.Ordinal))];

    /// <summary>Before a name changes: what the disk holds of it. Changed again after a failed flush it is due for the next one.</summary>
    void Remember(string path)
    {
        if (_unflushedNames.TryGetValue(path, out var known))
            _unflushedNames[path] = known with { IsLost = false };
        else
            _unflushedNames[path] = (_entries.TryGetValue(path, out var inode), inode, false);
    }
}
