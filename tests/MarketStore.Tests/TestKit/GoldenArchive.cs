using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.Tests.TestKit;

/// <summary>A recorded data directory, unpacked for one test.</summary>
sealed class GoldenArchive : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    /// <param name="name">One of <see cref="GoldenFiles.Archives"/>.</param>
    public GoldenArchive(string name)
    {
        Assert.SkipUnless(TarArchive.CanUnpack, TarArchive.MissingProgram);
        Root = TarArchive.Unpack(GoldenFiles.ArchivePath(name), _directory.Path);
    }

    public string Root { get; }

    public void Dispose() => _directory.Dispose();
}
