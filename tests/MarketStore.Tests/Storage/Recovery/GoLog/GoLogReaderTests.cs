using System.Diagnostics;
using MarketStore.Core.Types;
using MarketStore.Storage.Recovery.GoLog;
using Xunit;

namespace MarketStore.Tests.Storage.Recovery.GoLog;

/// <summary>Damage that looks like more than it is: the work to get past it stays in proportion to the log.</summary>
public sealed class GoLogReaderTests
{
    const int DamagedBytes = 1_000_000;

    /// <summary>Without bounds each of these takes minutes.</summary>
    static readonly TimeSpan Enough = TimeSpan.FromSeconds(10);

    static readonly byte[] Sound = new GoLogWriter().Commit(7, GoLogWriter.Bar("A/1D/B/2021.bin", 1, 1)).ToArray();

    [Fact]
    public void A_stretch_of_zeros_has_no_fault_for_each()
    {
        var reader = GoLogReader.Read((byte[])[.. GoLogWriter.Status(), .. new byte[DamagedBytes], .. Sound]);

        Assert.Equal([7L], reader.Groups.Select(group => group.Id));
        Assert.InRange(reader.Faults.Count, 1, 101);
    }

    [Fact]
    public void What_looks_like_many_torn_groups_is_searched_once()
    {
        var reader = Read(Claims(DamagedBytes * 3L));

        Assert.Equal([7L], reader.Groups.Select(group => group.Id));
    }

    [Fact]
    public void What_looks_like_many_damaged_groups_is_given_up()
    {
        // Bytes that begin no message stand at the end of each claimed group.
        var reader = Read([.. Claims(DamagedBytes), .. Enumerable.Repeat((byte)7, DamagedBytes * 2)]);

        Assert.Empty(reader.Groups);
        Assert.Contains("too much is damaged", string.Join('\n', reader.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_covers_the_groups_up_to_its_own()
    {
        var log = new GoLogWriter();
        foreach (var id in (long[])[5, 1, 3, 9])
            log.Commit(id, GoLogWriter.Command(RecordType.Fixed, "A/1D/B/2021.bin", 1, [0, 0, 0, 0], 0, columns: new DataShape("P", ElementType.Float32)));

        Assert.Equal([5L, 9L], GoLogReader.Read(log.Checkpoint(3).ToArray()).Groups.Select(group => group.Id));
    }

    static GoLogReader Read(byte[] damage)
    {
        var watch = Stopwatch.StartNew();
        var reader = GoLogReader.Read((byte[])[.. GoLogWriter.Status(), .. damage, .. Sound]);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Enough);
        return reader;
    }

    /// <summary>Groups of a length one in the other, each announced.</summary>
    static byte[] Claims(long length)
    {
        byte[] claim = [.. GoLogWriter.State(9, 0, 0), 0, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(9L)];
        return [.. Enumerable.Repeat(claim, DamagedBytes / claim.Length).SelectMany(each => each)];
    }
}
