using MarketStore.Server.Metrics;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Tests.Server.Metrics;

public sealed class DiskUsageTests : IDisposable
{
    readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Holes_take_nothing_and_content_does()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "blocks are asked of Linux alone");
        var below = Directory.CreateDirectory(_root.Combine("AAPL", "1Min"));
        using (var sparse = File.Create(Path.Combine(below.FullName, "2025.bin")))
            sparse.SetLength(100 << 20);
        Assert.InRange(DiskUsage.Measure(_root.Path, CancellationToken.None), 0, 1 << 20);

        var content = new byte[2 << 20];
        Random.Shared.NextBytes(content);
        using (var full = File.Create(Path.Combine(below.FullName, "2026.bin")))
        {
            full.Write(content);
            full.Flush(flushToDisk: true);
        }

        Assert.InRange(DiskUsage.Measure(_root.Path, CancellationToken.None), 2 << 20, 4 << 20);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        File.CreateSymbolicLink(_root.Combine("loop"), _root.Path);

        Assert.InRange(DiskUsage.Measure(_root.Path, CancellationToken.None), 0, 1 << 20);
    }

    [Fact]
    public async Task The_gauge_is_set_at_once_and_again_after_ten_minutes()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var metrics = new ServerMetrics();
        await using var monitor = new DiskUsageMonitor(_root.Combine("later"), metrics, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Directory.CreateDirectory(_root.Combine("later"));
        await File.WriteAllBytesAsync(_root.Combine("later", "x"), new byte[100_000]);

        while (await MeasuredAsync(metrics) < 1)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }
    }

    static async Task<double> MeasuredAsync(ServerMetrics metrics)
    {
        using var body = new MemoryStream();
        await metrics.ExportAsync(body, CancellationToken.None);
        var line = System.Text.Encoding.UTF8.GetString(body.ToArray()).Split('\n').Single(text => text.StartsWith("alpaca_marketstore_total_disk_usage_bytes ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
