using MarketStore.Server.Hosting;
using MarketStore.TestKit.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class WarmUpTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_warm_up_leaves_nothing_behind_when_it_ends_by_itself()
    {
        await using var warmUp = Begin(_directory.Path);
        await warmUp.Completion;

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task A_warm_up_leaves_nothing_behind_when_the_server_stops()
    {
        await Begin(_directory.Path).DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task What_a_killed_server_left_is_removed_and_what_is_of_others_stays()
    {
        // Process ids end at 2^22 at most.
        foreach (var left in (string[])["marketstore-warm-up-4194305-0f/WARM", "marketstore-warm-up-1-0f", "marketstore-warm-up-notes"])
            Directory.CreateDirectory(_directory.Combine(left));

        await Begin(_directory.Path).DisposeAsync();

        Assert.Equal(["marketstore-warm-up-1-0f", "marketstore-warm-up-notes"], Directory.EnumerateDirectories(_directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_temporary_directory_a_server_goes_without()
    {
        await using var warmUp = Begin(_directory.Combine("missing"));
        await warmUp.Completion;

        Assert.False(Directory.Exists(_directory.Combine("missing")));
    }

    static WarmUp Begin(string directory) => new(directory, TimeProvider.System, NullLogger.Instance);
}
