namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>One thing that happened to the disk; the power may be cut between any two.</summary>
abstract record DiskChange;

/// <summary>Bytes written to a file.</summary>
sealed record ContentWritten(int File, long Offset, byte[] Bytes) : DiskChange
{
    public override string ToString() => $"write of {Bytes.Length} bytes at {Offset} of file {File}";
}

/// <summary>A file made longer, with nothing in what is added.</summary>
sealed record LengthSet(int File, long Length) : DiskChange;

/// <summary>Whole pages of a file given back.</summary>
sealed record HolePunched(int File, long FirstPage, long PageCount) : DiskChange;

/// <summary>A change of a directory's entries.</summary>
/// <param name="NewName">Of a renaming only; it stays within the directory.</param>
sealed record NameChange(int Directory, NameAct Act, string Name, NodeReference Node, string? NewName = null) : DiskChange;

/// <summary>A file's contents and length became durable.</summary>
sealed record FileFlushed(int File) : DiskChange;

/// <summary>A file's flush failed: what was written since the last one is lost, but for some sectors, though reads show it and later flushes succeed.</summary>
/// <param name="Chance">Decides which sectors are not lost.</param>
sealed record FileFlushFailed(int File, int Chance) : DiskChange;

/// <summary>A directory's entries became durable.</summary>
sealed record DirectoryFlushed(int Directory) : DiskChange;

/// <summary>Everything became durable.</summary>
sealed record FileSystemFlushed : DiskChange;

/// <summary>The flush of everything failed: contents are lost as when a file's flush fails.</summary>
sealed record FileSystemFlushFailed(int Chance) : DiskChange;

/// <summary>A directory's flush failed. Names stay as they are, not durable yet: a file system that cannot write its journal stops, and forgets none of them behind the back of later flushes.</summary>
sealed record DirectoryFlushFailed(int Directory) : DiskChange;
