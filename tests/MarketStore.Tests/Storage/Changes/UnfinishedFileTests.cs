using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Disk;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Changes;

/// <summary>The file of what triggers had not done: docs/file-format.md, "Files at the root".</summary>
public sealed class UnfinishedFileTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();
    readonly RecordingLog _log = new();

    UnfinishedFile File => new(PosixDisk.Instance, _directory.Path, _log);

    string Path => _directory.Combine("triggers.pending");

    static ChangedRange Range(string key, long first, long last) => new(TimeBucketKey.Parse(key), first, last);

    [Fact]
    public void What_was_written_is_read_and_replaced_as_a_whole()
    {
        Assert.Empty(File.Read());
        File.Write([Range("A B/1Min/P", -5, 5), Range("B/1D/Q", long.MinValue, long.MaxValue)]);
        Assert.Equal([Range("A B/1Min/P", -5, 5), Range("B/1D/Q", long.MinValue, long.MaxValue)], File.Read());
        Assert.Matches("^A B/1Min/P -5 5\nB/1D/Q -9223372036854775808 9223372036854775807\n[0-9a-f]{16}\n$", System.IO.File.ReadAllText(Path));
        File.Write([Range("C/1Min/P", 1, 2), Range("C/1Min/P", 3, 4) with { IsRemoval = true }]);
        Assert.Equal([Range("C/1Min/P", 1, 2), Range("C/1Min/P", 3, 4) with { IsRemoval = true }], File.Read());
        Assert.StartsWith("C/1Min/P 1 2\nC/1Min/P 3 4 removed\n", System.IO.File.ReadAllText(Path), StringComparison.Ordinal);
        File.Write([]);
        Assert.Empty(Directory.EnumerateFiles(_directory.Path));
    }

    [Fact]
    public void What_a_crash_left_half_written_is_removed_and_the_file_before_it_counts()
    {
        File.Write([Range("A/1Min/P", 10, 20)]);
        System.IO.File.WriteAllText($"{Path}.new", "B/1Min");

        Assert.Equal([Range("A/1Min/P", 10, 20)], File.Read());
        Assert.Equal([Path], Directory.EnumerateFiles(_directory.Path));
    }

    [Fact]
    public void A_damaged_file_says_nothing_and_is_named_in_the_log()
    {
        File.Write([Range("A/1Min/P", 10, 20)]);
        var sound = System.IO.File.ReadAllBytes(Path);
        for (var position = 0; position < sound.Length; position++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[position] ^= 1;
            System.IO.File.WriteAllBytes(Path, damaged);
            // A line's end more or less is no damage.
            Assert.True(File.Read() is [] || position == sound.Length - 1);
            System.IO.File.WriteAllBytes(Path, sound[..position]);
            Assert.True(File.Read() is [] || position == sound.Length - 1);
        }

        Assert.Contains(_log.Errors, line => line.Contains("triggers.pending is damaged", StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Dispose();
}
