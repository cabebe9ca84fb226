using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Files;

/// <summary>Open year files, least recently used first out. A handle in use is never closed; the bound is exceeded rather than a request refused.</summary>
internal sealed class FileHandleCache(IDisk disk, int capacity) : IDisposable
{
    readonly Lock _gate = new();
    readonly Dictionary<YearFile, LinkedListNode<Entry>> _entries = [];
    readonly LinkedList<Entry> _byUse = [];

    public int OpenCount
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>Lends an open handle; dispose the lease to give it back.</summary>
    /// <exception cref="IOException">The file cannot be opened, or its bucket was removed.</exception>
    public Lease Acquire(YearFile file)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(file, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                node.Value.Users++;
                return new(this, node.Value);
            }
        }

        var opened = disk.Open(file.Path, DiskOpenMode.ReadWrite);
        // A bucket is retired before its files go: what was opened while it was not retired yet is the right file.
        if (file.IsRetired)
        {
            opened.Dispose();
            throw new IOException($"{file.Path} was removed");
        }

        lock (_gate)
        {
            if (_entries.TryGetValue(file, out var node))
            {
                opened.Dispose();
            }
            else
            {
                node = _byUse.AddLast(new Entry(file, opened));
                _entries.Add(file, node);
            }

            // In use before any is closed: with all others in use it would be the one.
            node.Value.Users++;
            Shrink();
            return new(this, node.Value);
        }
    }

    /// <summary>Closes a file as soon as nobody uses it.</summary>
    public void Drop(YearFile file)
    {
        lock (_gate)
        {
            if (!_entries.Remove(file, out var node))
                return;
            _byUse.Remove(node);
            node.Value.IsDropped = true;
            if (node.Value.Users == 0)
                node.Value.Handle.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var entry in _byUse)
                entry.Handle.Dispose();
            _byUse.Clear();
            _entries.Clear();
        }
    }

    void Release(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Users == 0 && entry.IsDropped)
                entry.Handle.Dispose();
        }
    }

    void Shrink()
    {
        for (var node = _byUse.First; node is not null && _entries.Count > capacity;)
        {
            var next = node.Next;
            if (node.Value.Users == 0)
            {
                _byUse.Remove(node);
                _entries.Remove(node.Value.File);
                node.Value.Handle.Dispose();
            }

            node = next;
        }
    }

    internal sealed class Entry(YearFile file, IDiskFile handle)
    {
        public YearFile File { get; } = file;

        public IDiskFile Handle { get; } = handle;

        public int Users { get; set; }

        public bool IsDropped { get; set; }
    }

    internal readonly struct Lease(FileHandleCache owner, Entry entry) : IDisposable
    {
        public IDiskFile File => entry.Handle;

        public void Dispose() => owner.Release(entry);
    }
}
