using MarketStore.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class WarmUpTests : IDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("warm-up-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_warm_up_leaves_nothing_behind_when_it_ends_by_itself()
    {
        await using var warmUp = Begin(_directory.FullName);
        await warmUp.Completion;

        Assert.Empty(_directory.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_warm_up_leaves_nothing_behind_when_the_server_stops()
    {
        await Begin(_directory.FullName).DisposeAsync();

        Assert.Empty(_directory.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task What_a_killed_server_left_is_removed_and_what_is_of_others_stays()
    {
        // Process ids end at 2^22 at most.
        _directory.CreateSubdirectory("marketstore-warm-up-4194305-0f").CreateSubdirectory("WARM");
        _directory.CreateSubdirectory("marketstore-warm-up-1-0f");
        _directory.CreateSubdirectory("marketstore-warm-up-notes");

        await Begin(_directory.FullName).DisposeAsync();

        Assert.Equal(["marketstore-warm-up-1-0f", "marketstore-warm-up-notes"], _directory.EnumerateDirectories().Select(directory => directory.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_temporary_directory_a_server_goes_without()
    {
        await using var warmUp = Begin(Path.Combine(_directory.FullName, "missing"));
        await warmUp.Completion;

        Assert.False(Directory.Exists(Path.Combine(_directory.FullName, "missing")));
    }

    static WarmUp Begin(string directory) => new(directory, TimeProvider.System, NullLogger.Instance);
}
