using MarketStore.Storage.Disk;

namespace MarketStore.Tests.Storage.Doubles;

/// <summary>
/// A disk that can show what a power cut would leave of a directory that was empty at first: what was flushed, and of the rest any part. Contents become durable
/// with the file's flush, names with that of their directory. Of names not flushed the first ones done survive, as a journal keeps their order; of contents any pages.
/// </summary>
sealed class PowerCutDisk : IDisk
{
    const int PageBytes = 4_096;

    readonly Lock _gate = new();
    readonly List<Change> _changes = [];
    readonly Dictionary<string, int> _fileIds = new(StringComparer.Ordinal);
    int _lastFileId;

    /// <summary>Says which file's next flush fails; what it should have made durable never will be, though reads show it and later flushes succeed.</summary>
    public Predicate<string>? FailsFlush { get; set; }

    /// <summary>Called after each change, on the thread that made it.</summary>
    public Action? Changed { get; set; }

    public int ChangeCount
    {
        get
        {
            lock (_gate)
                return _changes.Count;
        }
    }

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        PowerCutFile file;
        lock (_gate)
        {
            var isNew = mode == DiskOpenMode.Create && !File.Exists(path);
            var inner = PosixDisk.Instance.Open(path, mode);
            if (isNew)
            {
                _fileIds[path] = ++_lastFileId;
                _changes.Add(new NameChange(Path.GetDirectoryName(path)!, NameAct.CreateFile, path, _lastFileId));
            }

            file = new PowerCutFile(this, inner, path, _fileIds.GetValueOrDefault(path));
            if (!isNew)
                return file;
        }

        Changed?.Invoke();
        return file;
    }

    public bool FileExists(string path) => PosixDisk.Instance.FileExists(path);

    public bool DirectoryExists(string path) => PosixDisk.Instance.DirectoryExists(path);

    public void CreateDirectory(string path) => Do(new NameChange(Path.GetDirectoryName(path)!, NameAct.CreateDirectory, path), () => PosixDisk.Instance.CreateDirectory(path));

    public void SyncDirectory(string path) => MakeDurable(change => change is NameChange name && name.Directory == path);

    public void SyncFileSystem(string path) => MakeDurable(_ => true);

    public IReadOnlyList<DiskEntry> ListDirectory(string path) => PosixDisk.Instance.ListDirectory(path);

    public void DeleteFile(string path) => Do(new NameChange(Path.GetDirectoryName(path)!, NameAct.Delete, path), () =>
    {
        PosixDisk.Instance.DeleteFile(path);
        _fileIds.Remove(path);
    });

    public void DeleteDirectoryTree(string path) => Do(new NameChange(Path.GetDirectoryName(path)!, NameAct.Delete, path), () =>
    {
        PosixDisk.Instance.DeleteDirectoryTree(path);
        foreach (var file in _fileIds.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            _fileIds.Remove(file);
    });

    public void Rename(string source, string target) => throw new NotSupportedException("the engine renames nothing that it made itself");

    /// <summary>A process that was killed holds no lock.</summary>
    public IDisposable LockDirectory(string path) => new MemoryStream();

    /// <summary>Makes a directory as a cut right now would leave it. Without a source of chance nothing survives that was not flushed.</summary>
    public void MakeImage(string root, string target, Random? chance)
    {
        lock (_gate)
        {
            var image = new Dictionary<string, int>(StringComparer.Ordinal) { [root] = 0 };
            var namesLeft = chance?.Next(_changes.Count(change => change is NameChange && !change.IsDurable) + 1) ?? 0;
            foreach (var change in _changes.OfType<NameChange>())
            {
                if (change.IsDurable || namesLeft-- > 0)
                    Apply(change, image);
            }

            Directory.CreateDirectory(target);
            foreach (var (path, id) in image.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                var copy = Path.Combine(target, Path.GetRelativePath(root, path));
                if (id == 0)
                    Directory.CreateDirectory(copy);
                else
                    MakeFile(copy, id, chance);
            }
        }
    }

    internal void Record(int fileId, long offset, byte[]? bytes, Action act)
    {
        lock (_gate)
        {
            act();
            // Pages survive one by one.
            for (var done = 0; bytes is not null && done < bytes.Length;)
            {
                var count = (int)Math.Min(bytes.Length - done, PageBytes - ((offset + done) % PageBytes));
                _changes.Add(new ContentChange(fileId, offset + done, bytes[done..(done + count)]));
                done += count;
            }

            if (bytes is null)
                _changes.Add(new ContentChange(fileId, offset, null));
        }

        Changed?.Invoke();
    }

    internal void Flush(string path, int fileId)
    {
        if (FailsFlush?.Invoke(path) is true)
        {
            FailsFlush = null;
            lock (_gate)
                _changes.RemoveAll(change => change is ContentChange content && content.FileId == fileId && !change.IsDurable);
            throw new FlushFailedException(new IOException($"flush of {path} failed: Input/output error"));
        }

        MakeDurable(change => change is ContentChange content && content.FileId == fileId);
    }

    static void Apply(NameChange change, Dictionary<string, int> image)
    {
        if (change.Act == NameAct.Delete)
        {
            foreach (var path in image.Keys.Where(path => path == change.Path || path.StartsWith(change.Path + "/", StringComparison.Ordinal)).ToList())
                image.Remove(path);
        }
        else if (image.ContainsKey(change.Directory))
        {
            image[change.Path] = change.FileId;
        }
    }

    void MakeFile(string path, int fileId, Random? chance)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        foreach (var change in _changes.OfType<ContentChange>().Where(change => change.FileId == fileId))
        {
            if (!change.IsDurable && (chance is null || chance.Next(2) == 0))
                continue;
            if (change.Bytes is { } bytes)
                RandomAccess.Write(file, bytes, change.Offset);
            else
                RandomAccess.SetLength(file, change.Offset);
        }
    }

    void Do(Change change, Action act)
    {
        lock (_gate)
        {
            act();
            _changes.Add(change);
        }

        Changed?.Invoke();
    }

    void MakeDurable(Predicate<Change> isMeant)
    {
        lock (_gate)
        {
            foreach (var change in _changes)
                change.IsDurable |= isMeant(change);
        }

        Changed?.Invoke();
    }

    enum NameAct
    {
        CreateFile,
        CreateDirectory,
        Delete,
    }

    abstract class Change
    {
        public bool IsDurable { get; set; }
    }

    sealed class NameChange(string directory, NameAct act, string path, int fileId = 0) : Change
    {
        public string Directory => directory;

        public NameAct Act => act;

        public string Path => path;

        public int FileId => fileId;
    }

    /// <summary>Bytes at an offset, or a length when there are none.</summary>
    sealed class ContentChange(int fileId, long offset, byte[]? bytes) : Change
    {
        public int FileId => fileId;

        public long Offset => offset;

        public byte[]? Bytes => bytes;
    }

    sealed class PowerCutFile(PowerCutDisk disk, IDiskFile inner, string path, int fileId) : IDiskFile
    {
        public long Length => inner.Length;

        public int Read(Span<byte> target, long offset) => inner.Read(target, offset);

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            var bytes = source.ToArray();
            disk.Record(fileId, offset, bytes, () => inner.Write(bytes, offset));
        }

        public void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset) => Write(parts.SelectMany(part => part.ToArray()).ToArray(), offset);

        public void SetLength(long length) => disk.Record(fileId, length, null, () => inner.SetLength(length));

        public void Flush() => disk.Flush(path, fileId);

        public long NextData(long offset) => inner.NextData(offset);

        public long NextHole(long offset) => inner.NextHole(offset);

        /// <summary>A range that reads as zeros, or as before; whole pages only, as the real disk does it.</summary>
        public void PunchHole(long offset, long length)
        {
            var (start, end) = ((offset + PageBytes - 1) / PageBytes * PageBytes, (offset + length) / PageBytes * PageBytes);
            if (end > start)
                disk.Record(fileId, start, new byte[end - start], () => inner.PunchHole(offset, length));
        }

        public void Dispose() => inner.Dispose();
    }
}
