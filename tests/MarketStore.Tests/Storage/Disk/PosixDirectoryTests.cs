using MarketStore.Storage.Disk;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Storage.Disk;

public sealed class PosixDirectoryTests
{
    [Fact]
    public void Files_directories_and_links_are_told_apart()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.Combine("sub"));
        File.WriteAllText(directory.Combine("file"), "");
        File.CreateSymbolicLink(directory.Combine("link"), directory.Combine("file"));
        Directory.CreateSymbolicLink(directory.Combine("link to sub"), directory.Combine("sub"));

        Assert.Equal(
            [new("file", IsDirectory: false), new("link", IsDirectory: false), new("link to sub", IsDirectory: false), new("sub", IsDirectory: true)],
            PosixDisk.Instance.ListDirectory(directory.Path));
    }

    [Fact]
    public void Names_come_as_they_were_given_and_all_of_them()
    {
        using var directory = new TemporaryDirectory();
        // The longest name that there is, one of other letters, and more than one call of the kernel returns.
        string[] names = [new('x', 255), "Ω✓", ".hidden", "...", .. Enumerable.Range(0, 2_000).Select(number => $"{number:000000}")];
        foreach (var name in names)
            File.WriteAllText(directory.Combine(name), "");

        Assert.Equal(names.Order(StringComparer.Ordinal), PosixDisk.Instance.ListDirectory(directory.Path).Select(entry => entry.Name));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_an_error_with_its_path()
    {
        var error = Assert.Throws<IOException>(() => PosixDisk.Instance.ListDirectory("/nowhere/at/all"));
        Assert.Contains("/nowhere/at/all", error.Message, StringComparison.Ordinal);
    }
}
