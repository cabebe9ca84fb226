namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>Follows what happened to a disk and keeps apart what is durable and what is not yet. Not for several threads.</summary>
sealed class DurableState(DiskTree start)
{
    readonly Dictionary<int, List<DiskChange>> _contents = [];
    readonly List<NameChange> _names = [];

    public DiskTree Tree { get; } = start.Clone();

    /// <summary>Changes that were followed so far.</summary>
    public int Position { get; private set; }

    /// <summary>The change before the cut.</summary>
    public DiskChange? Last { get; private set; }

    /// <summary>What was written, by file, in order, and is not durable.</summary>
    public IReadOnlyDictionary<int, List<DiskChange>> PendingContents => _contents;

    /// <summary>Changes of names that are not durable, in order.</summary>
    public IReadOnlyList<NameChange> PendingNames => _names;

    public void AdvanceTo(int position, IReadOnlyList<DiskChange> changes)
    {
        for (; Position < position; Position++)
        {
            Last = changes[Position];
            Follow(Last);
        }
    }

    void Follow(DiskChange change)
    {
        switch (change)
        {
            case ContentWritten written:
                PendingOf(written.File).Add(change);
                break;
            case LengthSet length:
                PendingOf(length.File).Add(change);
                break;
            case HolePunched hole:
                PendingOf(hole.File).Add(change);
                break;
            case NameChange name:
                _names.Add(name);
                break;
            case FileFlushed flushed:
                Keep(flushed.File);
                break;
            case FileFlushFailed failed:
                Lose(failed.File, failed.Chance);
                break;
            case DirectoryFlushed flushed:
                KeepNames(name => name.Directory == flushed.Directory);
                break;
            case FileSystemFlushed:
                foreach (var file in _contents.Keys.ToList())
                    Keep(file);
                KeepNames(_ => true);
                break;
            case FileSystemFlushFailed failed:
                foreach (var file in _contents.Keys.ToList())
                    Lose(file, failed.Chance ^ file);
                break;
        }
    }

    List<DiskChange> PendingOf(int file)
    {
        if (!_contents.TryGetValue(file, out var pending))
            _contents.Add(file, pending = []);
        return pending;
    }

    void Keep(int file)
    {
        if (!_contents.Remove(file, out var pending))
            return;
        var content = Tree.FileOf(file);
        foreach (var change in pending)
            ContentSurvival.ApplyWhole(content, change);
    }

    /// <summary>What a failed flush did not bring to the disk is not tried again by the next.</summary>
    void Lose(int file, int chance)
    {
        if (_contents.Remove(file, out var pending) && new ContentSurvival(new Random(chance)) is var survival)
            survival.ApplySome(Tree.FileOf(file), pending);
    }

    void KeepNames(Predicate<NameChange> isMeant)
    {
        foreach (var name in _names)
        {
            if (!isMeant(name))
                continue;
            // The entry of a directory that goes says nothing of what was in it.
            if (name is { Act: NameAct.Remove, Node.IsDirectory: true })
                Tree.DirectoryOf(name.Directory).Remove(name.Name);
            else
                Tree.TryApply(name);
        }

        _names.RemoveAll(isMeant);
    }
}
