namespace MarketStore.Tests.Storage.Doubles;

/// <summary>What the engine asks of a disk.</summary>
public enum DiskCallKind
{
    Open,
    CreateFile,
    ListDirectory,
    CreateDirectory,
    SyncDirectory,
    SyncFileSystem,
    DeleteFile,
    DeleteDirectoryTree,
    Rename,
    Read,
    Write,
    SetLength,
    Flush,
    PunchHole,
}
