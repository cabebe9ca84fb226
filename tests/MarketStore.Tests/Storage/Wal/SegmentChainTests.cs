using MarketStore.Storage.Disk;
using MarketStore.Storage.Wal;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Wal;

/// <summary>The segments that a start finds.</summary>
public sealed class SegmentChainTests : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("marketstore-chain-").FullName;
    readonly HookedDisk _disk = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1 2 3", "3")]
    [InlineData("1 2 torn:3", "3 2")]
    [InlineData("1 2 torn:3 torn:4", "4 3 2")]
    [InlineData("torn:1 torn:2", "2 1")]
    [InlineData("1 torn:2 3", "3")]
    public void Those_whose_end_no_sound_successor_gives_are_written_again_and_all_are_flushed(string given, string due)
    {
        var segments = given.Split(' ').Select((name, position) => (Number: (ulong)position + 1, IsTorn: name.StartsWith("torn", StringComparison.Ordinal))).ToList();
        foreach (var (number, isTorn) in segments)
            Make(number, isTorn);
        var chain = SegmentChain.Read(_disk, _root);
        var (written, flushed) = (new List<string>(), new List<string>());
        _disk.After = call =>
        {
            if (call.Kind == DiskCallKind.Write)
                written.Add(call.Name);
            if (call.Kind == DiskCallKind.Flush)
                flushed.Add(call.Name);
        };
        chain.Secure();
        Assert.Equal(due.Split(' ').Select(number => LogFiles.NameOf(ulong.Parse(number, null))), written);
        Assert.Equal(segments.Select(segment => LogFiles.NameOf(segment.Number)).Reverse(), flushed);
    }

    [Fact]
    public void After_a_flush_that_fails_a_segment_is_written_again_whatever_its_place()
    {
        Make(1, isTorn: false);
        Make(2, isTorn: false);
        var chain = SegmentChain.Read(_disk, _root);
        var written = new List<string>();
        _disk.After = call => written.AddRange(call.Kind == DiskCallKind.Write ? [call.Name] : []);
        Faults.Once(_disk, call => call.Kind == DiskCallKind.Flush && call.Name == LogFiles.NameOf(1), call => new FlushFailedException(Faults.Broken(call)));
        chain.Secure();
        Assert.Equal([LogFiles.NameOf(2), LogFiles.NameOf(1)], written);
    }

    [Fact]
    public void A_header_says_up_to_where_its_predecessor_counts_and_that_nothing_between_the_two_does()
    {
        Make(1, isTorn: false);
        Make(2, isTorn: false);
        Write(3, new SegmentHeader(3, 1, 1, 64));
        var chain = SegmentChain.Read(_disk, _root);
        Assert.Equal(64, End(1));
        Assert.Equal(0, End(2));
        Assert.Equal(SegmentHeader.Size + 100, End(3));

        long End(ulong segment)
        {
            using var reader = chain.TryOpen(segment);
            return reader!.Length;
        }
    }

    void Make(ulong segment, bool isTorn) => Write(segment, isTorn ? null : new SegmentHeader(segment, 1, segment - 1, SegmentHeader.WholePredecessor));

    void Write(ulong segment, SegmentHeader? header)
    {
        var bytes = new byte[SegmentHeader.Size + 100];
        header?.Write(bytes);
        File.WriteAllBytes(Path.Combine(_root, LogFiles.NameOf(segment)), bytes);
    }
}
