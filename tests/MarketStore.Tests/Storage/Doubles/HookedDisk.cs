using MarketStore.Storage.Disk;

namespace MarketStore.Tests.Storage.Doubles;

/// <summary>
/// A disk that tells of every call: before it, so that a test can refuse it, and after it. What a hook throws is the call's failure. Calls come from any thread.
/// Flushes of files end here unless they are asked for: what was written is there for whoever looks, and no test waits for a real disk.
/// </summary>
sealed class HookedDisk(IDisk inner, bool passesFlushesOn = false) : IDisk
{
    readonly Lock _gate = new();
    readonly ReaderWriterLockSlim _stillness = new();
    readonly List<(Predicate<DiskCall> IsWanted, TaskCompletionSource<DiskCall> Done)> _waits = [];

    public HookedDisk()
        : this(PosixDisk.Instance)
    {
    }

    public bool PassesFlushesOn => passesFlushesOn;

    public Action<DiskCall>? Before { get; set; }

    public Action<DiskCall>? After { get; set; }

    /// <summary>Completes after the next call that is wanted.</summary>
    public Task<DiskCall> Next(Predicate<DiskCall> isWanted)
    {
        var done = new TaskCompletionSource<DiskCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waits.Add((isWanted, done));
        return done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Acts while no call is under way, so that a copy of the directory shows one instant.</summary>
    public void WhileStill(Action act)
    {
        _stillness.EnterWriteLock();
        try
        {
            act();
        }
        finally
        {
            _stillness.ExitWriteLock();
        }
    }

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        var kind = mode == DiskOpenMode.Create && !inner.FileExists(path) ? DiskCallKind.CreateFile : DiskCallKind.Open;
        return Run(new(kind, path), () => new HookedFile(this, inner.Open(path, mode), path));
    }

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path) => Run(new(DiskCallKind.CreateDirectory, path), () => inner.CreateDirectory(path));

    public void SyncDirectory(string path) => Run(new(DiskCallKind.SyncDirectory, path), () => inner.SyncDirectory(path));

    public void SyncFileSystem(string path) => Run(new(DiskCallKind.SyncFileSystem, path), () => inner.SyncFileSystem(path));

    public IReadOnlyList<DiskEntry> ListDirectory(string path) => Run(new(DiskCallKind.ListDirectory, path), () => inner.ListDirectory(path));

    public void DeleteFile(string path) => Run(new(DiskCallKind.DeleteFile, path), () => inner.DeleteFile(path));

    public void DeleteDirectoryTree(string path) => Run(new(DiskCallKind.DeleteDirectoryTree, path), () => inner.DeleteDirectoryTree(path));

    public void Rename(string source, string target) => Run(new(DiskCallKind.Rename, source), () => inner.Rename(source, target));

    public IDisposable LockDirectory(string path) => inner.LockDirectory(path);

    internal void Run(DiskCall call, Action act) => Run(call, () =>
    {
        act();
        return true;
    });

    internal T Run<T>(DiskCall call, Func<T> act)
    {
        Begin(call);
        T result;
        try
        {
            result = act();
        }
        finally
        {
            End();
        }

        Tell(call);
        return result;
    }

    internal void Begin(DiskCall call)
    {
        Before?.Invoke(call);
        _stillness.EnterReadLock();
    }

    internal void End() => _stillness.ExitReadLock();

    internal void Tell(DiskCall call)
    {
        After?.Invoke(call);
        lock (_gate)
        {
            foreach (var wait in _waits.FindAll(wait => wait.IsWanted(call)))
                wait.Done.TrySetResult(call);
            _waits.RemoveAll(wait => wait.Done.Task.IsCompleted);
        }
    }
}
