using MarketStore.Storage.Disk;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Storage.Disk;

public class PosixDiskTests
{
    /// <summary>A checkpoint that flushes everything at once must keep the log when that fails, as for a single file.</summary>
    [Fact]
    public void A_failed_flush_of_the_file_system_is_a_failed_flush() =>
        Assert.Contains("flush of the file system of /data failed", Assert.Throws<FlushFailedException>(() => PosixDisk.FlushFileSystem(descriptor: -1, "/data")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_directory_that_is_removed_and_made_anew_while_it_is_flushed_is_no_failure()
    {
        using var parent = new TemporaryDirectory();
        var path = parent.Combine("AAPL");
        using var done = new CancellationTokenSource();
        var remaking = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                PosixDisk.Instance.CreateDirectory(path);
                PosixDisk.Instance.DeleteDirectoryTree(path);
            }
        });

        for (var flush = 0; flush < 20_000; flush++)
            PosixDisk.Instance.SyncDirectory(path);
        await done.CancelAsync();
        await remaking;
    }
}
