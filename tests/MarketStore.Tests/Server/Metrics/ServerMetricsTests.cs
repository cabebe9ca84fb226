using System.Text;
using MarketStore.Server.Metrics;
using Xunit;

namespace MarketStore.Tests.Server.Metrics;

public sealed class ServerMetricsTests
{
    readonly ServerMetrics _metrics = new();

    [Theory]
    [InlineData("alpaca_marketstore_startup_seconds", "gauge")]
    [InlineData("alpaca_marketstore_rpc_total_request_duration_seconds", "histogram")]
    [InlineData("alpaca_marketstore_rpc_successful_request_duration_seconds", "histogram")]
    [InlineData("alpaca_marketstore_write_csm_duration_seconds", "histogram")]
    [InlineData("alpaca_marketstore_ws_connections", "gauge")]
    [InlineData("alpaca_marketstore_total_disk_usage_bytes", "gauge")]
    [InlineData("promhttp_metric_handler_requests_in_flight", "gauge")]
    [InlineData("promhttp_metric_handler_requests_total", "counter")]
    [InlineData("process_cpu_seconds_total", "counter")]
    [InlineData("process_start_time_seconds", "gauge")]
    [InlineData("process_resident_memory_bytes", "gauge")]
    [InlineData("process_open_fds", "gauge")]
    [InlineData("process_num_threads", "gauge")]
    [InlineData("dotnet_total_memory_bytes", "gauge")]
    [InlineData("dotnet_collection_count_total", "counter")]
    [InlineData("dotnet_gc_committed_bytes", "gauge")]
    [InlineData("dotnet_gc_pause_seconds_total", "counter")]
    [InlineData("dotnet_gc_pause_max_seconds", "gauge")]
    public async Task A_documented_series_is_there_under_its_name_and_type(string name, string type)
    {
        Assert.Contains($"# TYPE {name} {type}", await ExportAsync());
    }

    [Fact]
    public async Task Requests_are_measured_with_the_documented_buckets()
    {
        _metrics.Rpc.Started();
        _metrics.Rpc.Finished("DataService.Query", succeeded: true, seconds: 0.03);

        var lines = await ExportAsync();

        string[] bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"];
        Assert.Equal(
            bounds.Select((bound, index) => $"alpaca_marketstore_rpc_total_request_duration_seconds_bucket{{le=\"{bound}\"}} {(index < 3 ? 0 : 1)}"),
            lines.Where(line => line.StartsWith("alpaca_marketstore_rpc_total_request_duration_seconds_bucket", StringComparison.Ordinal)));
        Assert.Equal(
            bounds.Select((bound, index) => $"alpaca_marketstore_rpc_successful_request_duration_seconds_bucket{{method=\"DataService.Query\",le=\"{bound}\"}} {(index < 3 ? 0 : 1)}"),
            lines.Where(line => line.StartsWith("alpaca_marketstore_rpc_successful_request_duration_seconds_bucket", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Writes_are_measured_with_the_documented_buckets()
    {
        _metrics.ObserveWrite(TimeSpan.FromMilliseconds(2));

        var lines = await ExportAsync();

        string[] bounds = ["0.0001", "0.001", "0.005", "0.01", "0.05", "0.1", "0.25", "0.5", "1", "+Inf"];
        Assert.Equal(
            bounds.Select((bound, index) => $"alpaca_marketstore_write_csm_duration_seconds_bucket{{le=\"{bound}\"}} {(index < 2 ? 0 : 1)}"),
            lines.Where(line => line.StartsWith("alpaca_marketstore_write_csm_duration_seconds_bucket", StringComparison.Ordinal)));
        Assert.Contains("alpaca_marketstore_write_csm_duration_seconds_count 1", lines);
    }

    [Fact]
    public async Task A_rejected_request_counts_in_the_total_alone()
    {
        _metrics.Rpc.Started();
        _metrics.Rpc.Finished(method: null, succeeded: false, seconds: 0.1);

        var lines = await ExportAsync();

        Assert.Contains("alpaca_marketstore_rpc_total_request_duration_seconds_count 1", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("alpaca_marketstore_rpc_successful_request_duration_seconds_count", StringComparison.Ordinal));
        Assert.Contains("alpaca_marketstore_rpc_requests_total{method=\"\",outcome=\"rejected\"} 1", lines);
    }

    [Fact]
    public async Task A_call_that_returned_an_error_counts_as_one_that_ran()
    {
        _metrics.Rpc.Started();
        _metrics.Rpc.Finished("DataService.Write", succeeded: false, seconds: 0.1);

        var lines = await ExportAsync();

        Assert.Contains("alpaca_marketstore_rpc_successful_request_duration_seconds_count{method=\"DataService.Write\"} 1", lines);
        Assert.Contains("alpaca_marketstore_rpc_requests_total{method=\"DataService.Write\",outcome=\"error\"} 1", lines);
    }

    [Fact]
    public async Task Names_of_methods_do_not_pile_up()
    {
        for (var number = 0; number < 1000; number++)
        {
            _metrics.Rpc.Started();
            _metrics.Rpc.Finished($"Made.Up{number}", succeeded: false, seconds: 0);
        }

        Assert.InRange((await ExportAsync()).Count(line => line.StartsWith("alpaca_marketstore_rpc_successful_request_duration_seconds_count", StringComparison.Ordinal)), 1, 65);
        Assert.Equal(0, _metrics.Rpc.InFlight);
    }

    [Fact]
    public async Task Gauges_show_what_was_set_last()
    {
        _metrics.SetStartup(TimeSpan.FromSeconds(1.5));
        _metrics.SetDiskUsage(4096);
        _metrics.WebSocketOpened();
        _metrics.WebSocketOpened();
        _metrics.WebSocketClosed();

        var lines = await ExportAsync();

        Assert.Contains("alpaca_marketstore_startup_seconds 1.5", lines);
        Assert.Contains("alpaca_marketstore_total_disk_usage_bytes 4096", lines);
        Assert.Contains("alpaca_marketstore_ws_connections 1", lines);
    }

    [Fact]
    public async Task Pauses_of_the_collector_are_summed_up_and_the_longest_is_kept()
    {
        var before = await GaugeAsync("dotnet_gc_pause_seconds_total");
        GC.Collect();
        GC.WaitForPendingFinalizers();

        var sum = await GaugeAsync("dotnet_gc_pause_seconds_total");
        var longest = await GaugeAsync("dotnet_gc_pause_max_seconds");
        Assert.True(sum > before);
        Assert.InRange(longest, double.Epsilon, sum);
        Assert.True(await GaugeAsync("dotnet_gc_committed_bytes") > 1 << 20);
    }

    async Task<double> GaugeAsync(string name) => double.Parse(
        (await ExportAsync()).Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    async Task<string[]> ExportAsync()
    {
        using var body = new MemoryStream();
        await _metrics.ExportAsync(body, CancellationToken.None);
        return Encoding.UTF8.GetString(body.ToArray()).Split('\n');
    }
}
