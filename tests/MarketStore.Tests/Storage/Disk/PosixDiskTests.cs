using MarketStore.Storage.Disk;
using Xunit;

namespace MarketStore.Tests.Storage.Disk;

public class PosixDiskTests
{
    /// <summary>A checkpoint that flushes everything at once must keep the log when that fails, as for a single file.</summary>
    [Fact]
    public void A_failed_flush_of_the_file_system_is_a_failed_flush() =>
        Assert.Contains("flush of the file system of /data failed", Assert.Throws<FlushFailedException>(() => PosixDisk.FlushFileSystem(descriptor: -1, "/data")).Message, StringComparison.Ordinal);
}
