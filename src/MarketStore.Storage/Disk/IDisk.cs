namespace MarketStore.Storage.Disk;

/// <summary>
/// The seam between the engine and the file system: everything that the engine asks of a disk, with writing and flushing kept apart,
/// so that tests can put a disk in between that loses power. Errors are <see cref="IOException"/> with the path in the message.
/// </summary>
internal interface IDisk
{
    /// <exception cref="FileNotFoundException">The file is not there and the mode does not create it.</exception>
    IDiskFile Open(string path, DiskOpenMode mode);

    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>Makes one level. An existing directory is fine.</summary>
    void CreateDirectory(string path);

    /// <summary>Makes the entries of a directory durable: after creating, renaming or deleting in it. Does nothing when the directory is gone.</summary>
    /// <exception cref="FlushFailedException">What was done since the last flush may be lost for good.</exception>
    void SyncDirectory(string path);

    /// <summary>Makes everything written so far on the file system of a directory durable: one call where many files are concerned.</summary>
    /// <exception cref="FlushFailedException">What was written since the last flush may be lost for good.</exception>
    void SyncFileSystem(string path);

    /// <summary>In the order of their names.</summary>
    IReadOnlyList<DiskEntry> ListDirectory(string path);

    void DeleteFile(string path);

    void DeleteDirectoryTree(string path);

    void Rename(string source, string target);

    /// <summary>Keeps other engines off the directory until disposed.</summary>
    /// <exception cref="DirectoryInUseException">Another process holds it.</exception>
    IDisposable LockDirectory(string path);
}
