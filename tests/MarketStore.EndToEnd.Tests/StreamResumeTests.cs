using System.Globalization;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>A subscriber that resumes and does not keep up, while the rows that it has had are written anew. Each row has a number of its own, so that it shows when one comes twice.</summary>
public sealed class StreamResumeTests : IDisposable
{
    const long Start = 1_577_836_800;
    const int Bars = 120_000;
    const string Key = "A/1Sec/N";

    readonly TemporaryDirectory _directory = new();
    readonly int[] _stored = new int[Bars];
    int _number;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Of_a_history_that_is_written_anew_behind_what_a_slow_subscriber_was_sent_only_what_is_new_comes_again()
    {
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: "stream_memory: 1\ntriggers:\n  - module: stream.so\n    on: \"*/1Sec/*\""));
        await WriteAsync(server, Enumerable.Range(0, Bars));
        using var slow = await StreamSubscriber.SubscribeAsync(server, Key, from: Start, receiveBufferBytes: 4_096);
        // It has had some rows, and is sent more than it takes.
        var received = new List<(int Bar, int Number)>();
        for (var row = 0; row < 20_000; row++)
            received.Add(RowOf(await slow.ReceiveAsync())!.Value);

        // Far more than may wait for it: a part of the history, batch by batch, bars here and there, and what it has not had.
        for (var first = 1_000; first < 15_000; first += 500)
            await WriteAsync(server, Enumerable.Range(first, 500));
        for (var bar = 16_000; bar < 19_000; bar += 10)
            await WriteAsync(server, [bar]);
        await WriteAsync(server, Enumerable.Range(Bars - 10_000, 10_000));
        while (RowOf(await slow.ReceiveAsync()) is { } row)
            received.Add(row);

        Assert.Equal(received.Count, received.Select(row => row.Number).Distinct().Count());
        var last = new int[Bars];
        foreach (var (bar, number) in received)
            last[bar] = number;
        Assert.Equal(_stored, last);
        await server.StopAsync();
    }

    async Task WriteAsync(ServerProcess server, IEnumerable<int> bars)
    {
        int[] written = [.. bars];
        foreach (var bar in written)
            _stored[bar] = _number++;
        await server.Rpc.ResultAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset(
            [Key], TypedColumn.Of("Epoch", Array.ConvertAll(written, bar => Start + bar)), TypedColumn.Of("N", Array.ConvertAll(written, bar => _stored[bar]))))));
    }

    /// <summary>Null for the notice that it is live.</summary>
    static (int Bar, int Number)? RowOf(IReadOnlyDictionary<string, object?> frame)
    {
        if (frame.ContainsKey("live"))
            return null;
        var data = Plain.Map(frame["data"], "its data");
        return ((int)(Convert.ToInt64(data["Epoch"], CultureInfo.InvariantCulture) - Start), Convert.ToInt32(data["N"], CultureInfo.InvariantCulture));
    }
}
