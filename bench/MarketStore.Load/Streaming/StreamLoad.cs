using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Server.Metrics;
using MarketStore.Server.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Load.Streaming;

/// <summary>Publishes bars in real time to many subscribers, some of which never read, and says what came of it. The server is in this process, the subscribers are in another.</summary>
static class StreamLoad
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static int Run(StreamPlan plan)
    {
        var metrics = new ServerMetrics();
        using var hub = new StreamHub(new StreamOptions(), storedRows: null, metrics, TimeProvider.System, NullLogger<StreamHub>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxResponseBufferSize = 1 << 20);
        using var application = builder.Build();
        application.MapMarketStoreStream(hub);
        application.StartAsync().GetAwaiter().GetResult();

        using var clients = StartClients(new Uri(application.Urls.Single()).Port, plan);
        if (clients.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException("the subscribers do not come up");
        var keys = Enumerable.Range(0, StreamPlan.Symbols).Select(number => new TimeBucketKey(StreamPlan.Symbol(number), "1Sec", "OHLCV")).ToArray();
        Publish(hub, keys, plan, 0, plan.WarmUpBars);
        var (memoryBefore, heapBefore) = (Measure(), GC.GetTotalMemory(forceFullCollection: false));
        var allocatedBefore = GC.GetTotalAllocatedBytes();
        var processorBefore = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var longestCall = Publish(hub, keys, plan, plan.WarmUpBars, plan.Bars);
        var seconds = watch.Elapsed.TotalSeconds;
        var memoryAfter = Environment.WorkingSet;
        var allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        Measure();
        var heapAfter = GC.GetTotalMemory(forceFullCollection: false);
        var processor = Environment.CpuUsage.TotalTime - processorBefore;
        var figures = Collect(clients);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"published {plan.Bars - plan.WarmUpBars:N0} bars in {seconds:0.00} s to {plan.Subscribers} subscribers, {plan.Stalled} of them stalled; each gets a tenth: {plan.BarsPerSecond / StreamPlan.Groups * plan.Healthy:N0} frames/s to those who read"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"received {figures.Received:N0} of {(long)plan.BarsOfSubscriber * plan.Healthy:N0} frames, missing or out of order {figures.Faults}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"publish to parsed frame: p50 {figures.MedianMilliseconds:0.0} ms, p99 {figures.P99Milliseconds:0.0} ms, max {figures.MaxMilliseconds:0.0} ms; longest call of Publish {longestCall.TotalMilliseconds:0.0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory {memoryBefore >> 20} MiB, after it {memoryAfter >> 20} MiB ({Mebibytes(memoryAfter - memoryBefore)} MiB), live objects {Mebibytes(heapAfter - heapBefore)} MiB, allocated {allocated / (plan.Bars - plan.WarmUpBars)} bytes a bar; processor: server {processor.TotalSeconds:0.0} s, subscribers {figures.ProcessorSeconds:0.0} s with warm-up"));
        using var page = new MemoryStream();
        metrics.ExportAsync(page, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var line in System.Text.Encoding.UTF8.GetString(page.ToArray()).Split('\n').Where(line => line.Contains("marketstore_stream", StringComparison.Ordinal) && !line.StartsWith('#')))
            Console.WriteLine(line);
        return figures.Faults == 0 && figures.Received == (long)plan.BarsOfSubscriber * plan.Healthy ? 0 : 1;
    }

    /// <summary>Publishes bars at their times; late ones follow at once. Returns the longest call.</summary>
    static TimeSpan Publish(StreamHub hub, TimeBucketKey[] keys, StreamPlan plan, int from, int to)
    {
        var begin = Stopwatch.GetTimestamp();
        var longest = 0L;
        var (epoch, price, number, stamp) = (new long[1], new float[1], new long[1], new long[1]);
        for (var bar = from; bar < to;)
        {
            var due = from + (int)((Stopwatch.GetTimestamp() - begin) * plan.BarsPerSecond / Stopwatch.Frequency);
            if (bar > due)
            {
                Thread.Sleep(1);
                continue;
            }

            (epoch[0], price[0], number[0], stamp[0]) = (1_700_000_000 + (bar / keys.Length), bar, bar / keys.Length, Stopwatch.GetTimestamp());
            using var rows = new ColumnSeries(
                [
                    Column.Of<long>("Epoch", ElementType.Int64, epoch), Column.Of<float>("Open", ElementType.Float32, price), Column.Of<float>("High", ElementType.Float32, price),
                    Column.Of<float>("Low", ElementType.Float32, price), Column.Of<float>("Close", ElementType.Float32, price), Column.Of<long>("Volume", ElementType.Int64, number),
                    Column.Of<long>("PublishedAt", ElementType.Int64, stamp),
                ],
                1);
            hub.Publish(keys[bar % keys.Length], rows, ++bar);
            longest = Math.Max(longest, Stopwatch.GetTimestamp() - stamp[0]);
        }

        return Stopwatch.GetElapsedTime(0, longest);
    }

    static string Mebibytes(long bytes) => (bytes / 1_048_576.0).ToString("+0.0;-0.0", CultureInfo.InvariantCulture);

    static long Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }

    public static Process StartClients(int port, StreamPlan plan)
    {
        var launch = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "marketstore-load.dll"), "stream-clients", .. new[] { port, plan.Subscribers, plan.Stalled, plan.BarsPerSecond, plan.Seconds }.Select(value => value.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(launch) ?? throw new InvalidOperationException("the subscribers do not start");
    }

    public static StreamFigures Collect(Process clients)
    {
        var reading = clients.StandardOutput.ReadLineAsync();
        if (!reading.Wait(Patience))
            clients.StandardInput.WriteLine();
        return JsonSerializer.Deserialize<StreamFigures>(reading.Result ?? throw new InvalidOperationException("the subscribers gave no figures"))!;
    }
}
