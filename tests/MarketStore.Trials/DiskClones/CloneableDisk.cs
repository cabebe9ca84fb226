using MarketStore.TestKit.Files;

namespace MarketStore.Trials.DiskClones;

/// <summary>
/// A disk with ext4 whose power can be cut without ending anything: its image is a file on XFS, which clones it at one instant. The clone has every write that the disk had
/// completed, and of those under way any or none; what the kernel still kept in memory for the files on the disk is not in it.
/// </summary>
sealed class CloneableDisk : IAsyncDisposable
{
    // Both are sparse: only what is written takes space.
    const long HostBytes = 6L << 30;
    const long DiskBytes = 2L << 30;

    readonly TemporaryDirectory _directory = new();
    int _clones;

    CloneableDisk()
    {
    }

    /// <summary>Where the disk is mounted.</summary>
    public string MountPoint => _directory.Combine("disk");

    string Host => _directory.Combine("host");

    string Image => Path.Combine(Host, "disk.img");

    /// <exception cref="IOException">A tool, a file system or a right is missing.</exception>
    public static async Task<CloneableDisk> CreateAsync()
    {
        var disk = new CloneableDisk();
        try
        {
            var hostImage = disk._directory.Combine("host.img");
            MakeSparseFile(hostImage, HostBytes);
            await SystemCommand.RunAsync("mkfs.xfs", "-q", "-m", "reflink=1", hostImage);
            await MountAsync(hostImage, disk.Host);
            MakeSparseFile(disk.Image, DiskBytes);
            // All tables at once: the kernel would write them later, in the midst of the load.
            await SystemCommand.RunAsync("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", disk.Image);
            await MountAsync(disk.Image, disk.MountPoint);
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts the power: what a disk would have is put aside under a path to be given to <see cref="MountCloneAsync"/>.</summary>
    public string Clone()
    {
        var clone = Path.Combine(Host, $"clone{++_clones}.img");
        FileClone.Make(Image, clone);
        return clone;
    }

    /// <summary>Mounts a clone, as a machine does that has power again: ext4 replays its journal.</summary>
    /// <returns>Where it is mounted.</returns>
    public async Task<string> MountCloneAsync(string clone)
    {
        var mountPoint = _directory.Combine(Path.GetFileNameWithoutExtension(clone));
        await MountAsync(clone, mountPoint);
        return mountPoint;
    }

    public async Task RemoveCloneAsync(string clone)
    {
        var mountPoint = _directory.Combine(Path.GetFileNameWithoutExtension(clone));
        await SystemCommand.RunAsync("umount", mountPoint);
        Directory.Delete(mountPoint);
        File.Delete(clone);
    }

    /// <summary>Unmounts whatever is mounted below the directory, the newest first; the loop devices go with their mounts.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var mountPoint in File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1]).Where(path => path.StartsWith(_directory.Path + "/", StringComparison.Ordinal)).Reverse().ToList())
        {
            try
            {
                await SystemCommand.RunAsync("umount", mountPoint);
            }
            catch (IOException)
            {
                // Something has a file open there still: it goes when that is closed.
                await SystemCommand.RunAsync("umount", "--lazy", mountPoint);
            }
        }

        _directory.Dispose();
    }

    static void MakeSparseFile(string path, long bytes)
    {
        using var file = File.Create(path);
        file.SetLength(bytes);
    }

    static async Task MountAsync(string image, string mountPoint)
    {
        Directory.CreateDirectory(mountPoint);
        await SystemCommand.RunAsync("mount", "-o", "loop", image, mountPoint);
    }
}
