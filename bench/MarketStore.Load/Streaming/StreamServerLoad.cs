using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MarketStore.Client;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Load.Servers;

namespace MarketStore.Load.Streaming;

/// <summary>The same through a whole server in a process of its own: bars are written by RPC, made durable, and published by its trigger.</summary>
static class StreamServerLoad
{
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    /// <param name="plan">What is written, and who listens.</param>
    /// <param name="program">A published executable; null for the one that was built with this.</param>
    public static int Run(StreamPlan plan, string? program)
    {
        var directory = Directory.CreateTempSubdirectory("marketstore-stream-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "mkts.yml"), $"root_directory: {Path.Combine(directory, "data")}\nlisten_port: 5993\ntriggers:\n  - module: stream.so\n    on: \"*/1Sec/OHLCV\"\n");
            using var server = LoadServer.Start(program, directory);
            return Run(plan, server);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static int Run(StreamPlan plan, LoadServer server)
    {
        using var clients = StreamLoad.StartClients(server.Port, plan);
        if (clients.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException("the subscribers do not come up");
        using var client = new MarketStoreClient(new Uri($"http://127.0.0.1:{server.Port}"));
        Write(client, plan, 0, plan.WarmUpBars);
        var (memoryBefore, processorBefore, watch) = (server.PeakMemory, server.ProcessorTime, Stopwatch.StartNew());
        Write(client, plan, plan.WarmUpBars, plan.Bars);
        var seconds = watch.Elapsed.TotalSeconds;
        var figures = StreamLoad.Collect(clients);
        var due = (long)plan.BarsOfSubscriber * plan.Healthy;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wrote {plan.Bars - plan.WarmUpBars:N0} bars in {seconds:0.00} s, with {plan.Subscribers} subscribers, {plan.Stalled} of them stalled"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"received {figures.Received:N0} of {due:N0} frames, missing or out of order {figures.Faults}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request of the write to parsed frame: p50 {figures.MedianMilliseconds:0.0} ms, p99 {figures.P99Milliseconds:0.0} ms, max {figures.MaxMilliseconds:0.0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of the server {server.PeakMemory / 1_048_576.0:0} MiB, {(server.PeakMemory - memoryBefore) / 1_048_576.0:+0.0;-0.0} MiB since the warm-up; processor {(server.ProcessorTime - processorBefore).TotalSeconds:0.0} s"));
        return figures.Faults == 0 && figures.Received == due ? 0 : 1;
    }

    /// <summary>Writes bars at their times, all that are due in one request.</summary>
    static void Write(MarketStoreClient client, StreamPlan plan, int from, int to)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var bar = from; bar < to;)
        {
            var due = Math.Min(to, from + 1 + (int)((Stopwatch.GetTimestamp() - begin) * plan.BarsPerSecond / Stopwatch.Frequency));
            // Each symbol once in a request.
            due = Math.Min(due, bar + StreamPlan.Symbols);
            if (due > bar)
            {
                client.WriteAsync([.. Enumerable.Range(bar, due - bar).Select(Bar)], RecordType.Fixed).GetAwaiter().GetResult();
                bar = due;
            }

            Thread.Sleep(Turn);
        }
    }

    static BucketRows Bar(int bar)
    {
        var (price, number) = ((float)bar, bar / StreamPlan.Symbols);
        return new(
            $"{StreamPlan.Symbol(bar % StreamPlan.Symbols)}/1Sec/OHLCV",
            new(
                [
                    Column.Of<long>("Epoch", ElementType.Int64, [1_700_000_000 + number]), Column.Of<float>("Open", ElementType.Float32, [price]), Column.Of<float>("High", ElementType.Float32, [price]),
                    Column.Of<float>("Low", ElementType.Float32, [price]), Column.Of<float>("Close", ElementType.Float32, [price]), Column.Of<long>("Volume", ElementType.Int64, [number]),
                    Column.Of<long>("PublishedAt", ElementType.Int64, [Stopwatch.GetTimestamp()]),
                ],
                1));
    }
}
