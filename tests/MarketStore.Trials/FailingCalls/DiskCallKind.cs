namespace MarketStore.Trials.FailingCalls;

/// <summary>What the engine asks of a disk, where that can fail.</summary>
enum DiskCallKind
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
}
