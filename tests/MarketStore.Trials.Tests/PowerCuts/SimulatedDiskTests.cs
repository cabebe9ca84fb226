using MarketStore.Storage.Disk;
using MarketStore.Trials.PowerCuts.Simulation;
using Xunit;

namespace MarketStore.Trials.Tests.PowerCuts;

public class SimulatedDiskTests
{
    const string Root = DiskConnection.RootPath;

    readonly SimulatedDisk _disk = new(new DiskTree(), seed: 1);

    [Fact]
    public void A_file_survives_once_it_is_flushed_and_its_directory_is()
    {
        var connection = new DiskConnection(_disk);
        using var file = connection.Open($"{Root}/f", DiskOpenMode.Create);
        file.Write([1, 2, 3], 0);
        file.Flush();
        Assert.Empty(Names(After(Survival.Nothing), DiskTree.Root));

        connection.SyncDirectory(Root);
        Assert.Equal([1, 2, 3], Content(After(Survival.Nothing), "f"));

        file.Write([9], 1);
        file.Write([8], 3);
        Assert.Equal([1, 2, 3], Content(After(Survival.Nothing), "f"));
        Assert.Equal([1, 9, 3, 8], Content(After(Survival.Everything), "f"));
        Assert.Equal([1, 2, 3, 8], Content(After(Survival.LastAlone), "f"));
    }

    [Fact]
    public void A_name_below_a_directory_that_is_not_durable_is_lost_with_it()
    {
        var connection = new DiskConnection(_disk);
        connection.CreateDirectory($"{Root}/a");
        connection.CreateDirectory($"{Root}/a/b");
        connection.SyncDirectory($"{Root}/a");
        Assert.Empty(Names(After(Survival.Nothing), DiskTree.Root));

        connection.SyncDirectory(Root);
        var image = After(Survival.Nothing);
        Assert.Equal(["a"], Names(image, DiskTree.Root));
        Assert.True(image.DirectoryOf(DiskTree.Root).TryGet("a", out var directory));
        Assert.Equal(["b"], Names(image, directory.Number));
    }

    [Fact]
    public void Of_names_not_flushed_any_can_survive_but_in_order_only_the_first()
    {
        var connection = new DiskConnection(_disk);
        foreach (var name in (string[])["a", "b", "c"])
            connection.CreateDirectory($"{Root}/{name}");

        var inOrder = Images(Survival.NamesInOrder);
        Assert.Equal(["", "a", "ab", "abc"], inOrder);
        Assert.Equal(["", "a", "ab", "abc", "ac", "b", "bc", "c"], Images(Survival.NamesInAnyOrder));

        List<string> Images(Survival survival) =>
            [.. Enumerable.Range(0, 300).Select(seed => string.Concat(Names(After(survival, seed), DiskTree.Root))).Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_write_is_torn_at_any_sector_and_byte_and_its_length_is_old_or_new()
    {
        var connection = new DiskConnection(_disk);
        using var file = connection.Open($"{Root}/f", DiskOpenMode.Create);
        connection.SyncFileSystem(Root);
        file.Write(Enumerable.Repeat((byte)1, 2_000).ToArray(), 0);

        var images = Enumerable.Range(0, 2_000).Select(seed => Content(After(Survival.NamesInOrder, seed), "f")).ToList();

        Assert.Contains(images, image => image.Length == 0);
        Assert.Contains(images, image => image.Length == 2_000 && image.All(value => value == 0));
        Assert.Contains(images, image => image.Length == 2_000 && image.All(value => value == 1));
        Assert.Contains(images, image => image.Length == 2_000 && image[0] == 0 && image[511] == 0 && image[512] == 1);
        Assert.Contains(images, image => image.Length > 0 && image.AsSpan().LastIndexOf((byte)1) % 512 is not 511 and not 463 and not -1);
    }

    [Fact]
    public void After_a_failed_flush_a_later_one_does_not_bring_back_what_is_lost() => Assert.Contains(Enumerable.Range(1, 20), LosesForGood);

    static bool LosesForGood(int seed)
    {
        var disk = new SimulatedDisk(new DiskTree(), seed);
        var connection = new DiskConnection(disk);
        using var file = connection.Open($"{Root}/a.bin", DiskOpenMode.Create);
        connection.SyncDirectory(Root);
        file.Write(Enumerable.Repeat((byte)1, 100_000).ToArray(), 0);
        disk.FailNext(FlushKind.YearFile);
        Assert.Throws<FlushFailedException>(file.Flush);
        file.Flush();

        var read = new byte[100_000];
        Assert.Equal(100_000, file.Read(read, 0));
        Assert.DoesNotContain((byte)0, read);
        return !Content(After(disk, Survival.Everything, seed), "a.bin").AsSpan().SequenceEqual(read);
    }

    [Fact]
    public void Holes_are_what_was_never_written_or_was_given_back()
    {
        using var file = new DiskConnection(_disk).Open($"{Root}/f", DiskOpenMode.Create);
        file.SetLength(1_000_000);
        file.Write(new byte[5_000], 8_000);
        Assert.Equal((4_096, 16_384), (file.NextData(0), file.NextHole(4_096)));
        Assert.Equal(9_000, file.NextData(9_000));
        Assert.Equal((-1, 500_000), (file.NextData(20_000), file.NextHole(500_000)));

        file.PunchHole(8_000, 5_000);
        Assert.Equal((4_096, 8_192, 12_288), (file.NextData(0), file.NextHole(4_096), file.NextData(8_192)));
        Assert.Equal(-1, file.NextData(1_000_000));
        Assert.Equal(16_384, file.NextHole(16_384));
    }

    DiskTree After(Survival survival, int seed = 1) => After(_disk, survival, seed);

    static DiskTree After(SimulatedDisk disk, Survival survival, int seed)
    {
        var state = new DurableState(disk.Start);
        state.AdvanceTo(disk.ChangeCount, disk.Changes);
        return ImageMaker.Make(state, survival, new Random(seed));
    }

    static IList<string> Names(DiskTree tree, int directory) => tree.DirectoryOf(directory).Names;

    static byte[] Content(DiskTree tree, string name)
    {
        Assert.True(tree.DirectoryOf(DiskTree.Root).TryGet(name, out var node));
        var bytes = new byte[tree.FileOf(node.Number).Length];
        tree.FileOf(node.Number).Read(bytes, 0);
        return bytes;
    }
}
