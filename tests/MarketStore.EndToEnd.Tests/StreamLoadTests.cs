using System.Buffers.Binary;
using System.Text;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>Many subscribers of a real server, some of whom never read. How fast it is, is measured elsewhere: docs/streaming.md.</summary>
public sealed class StreamLoadTests : IDisposable
{
    const int Subscribers = 200;
    const int Stalled = 20;
    const int Groups = 10;
    const int Rounds = 200;
    const int RowsOfRound = 50;
    const int Texts = 10;
    const long MostGrowth = 64 << 20;

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Those_who_read_get_every_row_in_order_and_memory_stays_in_bounds_while_others_never_read()
    {
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: "triggers:\n  - module: stream.so\n    on: \"*/1Sec/WIDE\""));
        var stalled = await SubscribeAsync(server, Stalled, receiveBufferBytes: 4_096);
        var healthy = await SubscribeAsync(server, Subscribers - Stalled);
        var texts = Enumerable.Range(0, Texts).Select(number => new TypedColumn($"Text{number}", "U16", Encoding.UTF32.GetBytes(string.Concat(Enumerable.Repeat("sixteen letters.", RowsOfRound))), RowsOfRound)).ToArray();
        var before = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            // Those who read keep up: the next round comes when all have had this one.
            var reading = healthy.Select((subscriber, number) => ReadRoundAsync(subscriber, number % Groups, round)).ToArray();
            for (var group = 0; group < Groups; group++)
                await server.Rpc.ResultAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset([Key(group)], [TypedColumn.Of("Epoch", EpochsOf(round)), .. texts]))));
            await Task.WhenAll(reading);
            if (round == Rounds / 20)
                before = server.Program.PeakMemory;
        }

        var metrics = await server.MetricsAsync(TestContext.Current.CancellationToken);
        // The stalled ones have all that may wait for them, and more was left out.
        Assert.DoesNotContain("alpaca_marketstore_stream_frames_dropped_total 0\n", metrics, StringComparison.Ordinal);
        Assert.InRange(server.Program.PeakMemory - before, 0, MostGrowth);
        foreach (var subscriber in stalled.Concat(healthy))
            subscriber.Dispose();
        await server.StopAsync();
    }

    static string Key(int group) => $"G{group}/1Sec/WIDE";

    static long[] EpochsOf(int round) => [.. Enumerable.Range(0, RowsOfRound).Select(row => 1_577_836_800L + (round * RowsOfRound) + row)];

    static Task<StreamSubscriber[]> SubscribeAsync(ServerProcess server, int count, int? receiveBufferBytes = null) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => StreamSubscriber.SubscribeAsync(server, Key(number % Groups), receiveBufferBytes: receiveBufferBytes)));

    static async Task ReadRoundAsync(StreamSubscriber subscriber, int group, int round)
    {
        foreach (var epoch in EpochsOf(round))
        {
            var frame = await subscriber.ReceiveBytesAsync();
            if (!IsRow(frame.Span, Key(group), epoch))
                Assert.Fail($"not the row {epoch} of {Key(group)}: {Convert.ToHexString(frame.Span[..Math.Min(64, frame.Length)])}");
        }
    }

    /// <summary>True for <c>{key: …, data: {Epoch: …</c>. Decoding them all would take most of the machine.</summary>
    static bool IsRow(ReadOnlySpan<byte> frame, string key, long epoch)
    {
        var value = frame.IndexOf("Epoch"u8) + "Epoch".Length;
        return frame.IndexOf(Encoding.ASCII.GetBytes(key)) > 0 && value >= "Epoch".Length && frame[value] == 0xd3 && BinaryPrimitives.ReadInt64BigEndian(frame[(value + 1)..]) == epoch;
    }
}
