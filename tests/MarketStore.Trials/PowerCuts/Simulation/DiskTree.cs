namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>Directories and files by number. What no path leads to may be in here too: a file that is still open, a name not durable yet. Not for several threads.</summary>
sealed class DiskTree
{
    public const int Root = 0;

    readonly Dictionary<int, DirectoryContent> _directories = new() { [Root] = new() };
    readonly Dictionary<int, FileContent> _files = [];

    /// <summary>The highest number given to a file or directory.</summary>
    public int LastNumber { get; private set; }

    public DirectoryContent DirectoryOf(int number)
    {
        if (!_directories.TryGetValue(number, out var content))
            Add(number, _directories, content = new());
        return content;
    }

    public FileContent FileOf(int number)
    {
        if (!_files.TryGetValue(number, out var content))
            Add(number, _files, content = new());
        return content;
    }

    public NodeReference NewNode(bool isDirectory)
    {
        var node = new NodeReference(LastNumber + 1, isDirectory);
        _ = isDirectory ? (object)DirectoryOf(node.Number) : FileOf(node.Number);
        return node;
    }

    /// <summary>A copy; pages are shared until written.</summary>
    public DiskTree Clone()
    {
        var copy = new DiskTree { LastNumber = LastNumber };
        foreach (var (number, directory) in _directories)
            copy._directories[number] = directory.Clone();
        foreach (var (number, file) in _files)
            copy._files[number] = file.Clone();
        return copy;
    }

    /// <summary>A copy of only what a path leads to: what a start finds.</summary>
    public DiskTree CloneReachable()
    {
        var copy = new DiskTree();
        CopyDirectory(Root, copy);
        // Only now: a name may lead to what nothing was written to yet.
        copy.LastNumber = LastNumber;
        return copy;
    }

    /// <summary>Carries a change of names out if it can be: the place is free, what goes is there, a directory that goes is empty. Returns false, and changes nothing, when it cannot.</summary>
    public bool TryApply(NameChange change)
    {
        var directory = DirectoryOf(change.Directory);
        switch (change.Act)
        {
            case NameAct.Create:
                if (directory.TryGet(change.Name, out _))
                    return false;
                directory.Set(change.Name, change.Node);
                return true;
            case NameAct.Remove:
                if (!directory.TryGet(change.Name, out var found) || found != change.Node || (found.IsDirectory && !DirectoryOf(found.Number).IsEmpty))
                    return false;
                directory.Remove(change.Name);
                return true;
            default:
                if (!directory.TryGet(change.Name, out var moved) || moved != change.Node)
                    return false;
                directory.Remove(change.Name);
                directory.Set(change.NewName!, moved);
                return true;
        }
    }

    void Add<TContent>(int number, Dictionary<int, TContent> contents, TContent content)
    {
        contents.Add(number, content);
        LastNumber = Math.Max(LastNumber, number);
    }

    void CopyDirectory(int number, DiskTree copy)
    {
        var directory = DirectoryOf(number);
        copy._directories[number] = directory.Clone();
        foreach (var node in directory.Nodes)
        {
            if (node.IsDirectory)
                CopyDirectory(node.Number, copy);
            else
                copy._files[node.Number] = FileOf(node.Number).Clone();
        }
    }
}
