using MarketStore.Storage.Disk;
using MarketStore.Trials.Disks;

namespace MarketStore.Trials.Model.Disk;

/// <summary>
/// A disk in memory. A kill of the process is a snapshot of it: taken between two calls, or within the n-th changing call from now on. Once dead, every call fails,
/// so that an abandoned database soon ends.
/// </summary>
sealed class MemoryDisk : IDisk
{
    readonly Lock _gate = new();
    readonly Dictionary<string, MemoryPages> _files = new(StringComparer.Ordinal);
    readonly SortedSet<string> _directories = new(StringComparer.Ordinal) { "/" };
    bool _isDead;
    int _callsToKill;
    double _fraction;
    Action? _killed;

    public MemoryDisk()
    {
    }

    MemoryDisk(MemoryDisk other)
    {
        foreach (var (path, pages) in other._files)
            _files[path] = pages.Snapshot();
        _directories = new(other._directories, StringComparer.Ordinal);
    }

    /// <summary>What the kill that was asked for left behind; null if it did not come to it.</summary>
    public MemoryDisk? KilledImage { get; private set; }

    public MemoryDisk Snapshot() => Look(() => new MemoryDisk(this));

    /// <summary>Takes a snapshot within the n-th changing call from now on, when the given part of it is done.</summary>
    /// <param name="call">Counted from 1.</param>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="killed">Called at that moment, on the thread of the call.</param>
    public void AskForKill(int call, double fraction, Action killed)
    {
        lock (_gate)
            (_callsToKill, _fraction, _killed, KilledImage) = (call, fraction, killed, null);
    }

    /// <summary>Takes back a kill that did not happen.</summary>
    public void AskForNoKill()
    {
        lock (_gate)
            _callsToKill = 0;
    }

    public void Die()
    {
        lock (_gate)
            _isDead = true;
    }

    /// <summary>A file's bytes; none when it is not there.</summary>
    public byte[] Contents(string path) => Look(() =>
    {
        if (!_files.TryGetValue(path, out var pages))
            return [];
        var bytes = new byte[pages.Length];
        pages.Read(bytes, 0);
        return bytes;
    });

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        using var turn = Enter();
        if (_files.TryGetValue(path, out var pages))
            return new MemoryFile(this, pages);
        if (mode != DiskOpenMode.Create)
            throw new FileNotFoundException($"{path} is not there", path);
        ThrowIfNoParent(path);
        Count();
        return new MemoryFile(this, _files[path] = new());
    }

    public bool FileExists(string path) => Look(() => _files.ContainsKey(path));

    public bool DirectoryExists(string path) => Look(() => _directories.Contains(path));

    public void CreateDirectory(string path) => Change(() =>
    {
        ThrowIfNoParent(path);
        _directories.Add(path);
    });

    public void SyncDirectory(string path) => Look(() => 0);

    public void SyncFileSystem(string path) => Look(() => 0);

    public IReadOnlyList<DiskEntry> ListDirectory(string path) => Look<IReadOnlyList<DiskEntry>>(() =>
    {
        if (!_directories.Contains(path))
            throw new DirectoryNotFoundException($"{path} is not there");
        return
        [
            .. _directories.Where(directory => directory.Length > 1 && Path.GetDirectoryName(directory) == path).Select(directory => new DiskEntry(Path.GetFileName(directory), IsDirectory: true))
                .Concat(_files.Keys.Where(file => Path.GetDirectoryName(file) == path).Select(file => new DiskEntry(Path.GetFileName(file), IsDirectory: false)))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal),
        ];
    });

    public void DeleteFile(string path) => Change(() => _files.Remove(path));

    /// <summary>Entry by entry, files before their directory, so that a kill can come in between.</summary>
    public void DeleteDirectoryTree(string path)
    {
        var inside = path + "/";
        var (files, directories) = Look(() => (_files.Keys.Where(file => file.StartsWith(inside, StringComparison.Ordinal)).ToList(),
            _directories.Where(directory => directory == path || directory.StartsWith(inside, StringComparison.Ordinal)).Reverse().ToList()));
        foreach (var file in files)
            DeleteFile(file);
        foreach (var directory in directories)
            Change(() => _directories.Remove(directory));
    }

    public void Rename(string source, string target) => Change(() =>
    {
        if (!_files.Remove(source, out var pages))
            throw new FileNotFoundException($"{source} is not there", source);
        _files[target] = pages;
    });

    /// <summary>Each image belongs to one database: nobody else could hold the lock.</summary>
    public IDisposable LockDirectory(string path) => new MemoryStream();

    internal Lock.Scope Enter()
    {
        var turn = _gate.EnterScope();
        if (!_isDead)
            return turn;
        turn.Dispose();
        throw new IOException("the process was killed");
    }

    internal T Look<T>(Func<T> look)
    {
        using var turn = Enter();
        return look();
    }

    internal void Change(Action change)
    {
        using var turn = Enter();
        Count();
        change();
    }

    /// <summary>Counts a changing call; true when the kill falls into it.</summary>
    internal bool IsKillDue(out double fraction)
    {
        fraction = _fraction;
        return _callsToKill > 0 && --_callsToKill == 0;
    }

    internal void TakeKilledImage()
    {
        _killed!();
        KilledImage = new(this);
    }

    /// <summary>For calls that are carried out whole or not at all: the kill comes before them.</summary>
    void Count()
    {
        if (IsKillDue(out _))
            TakeKilledImage();
    }

    void ThrowIfNoParent(string path)
    {
        if (!_directories.Contains(Path.GetDirectoryName(path)!))
            throw new DirectoryNotFoundException($"{Path.GetDirectoryName(path)} is not there");
    }
}
