using System.Text;
using System.Text.Json;
using MarketStore.Core.Errors;
using MarketStore.Server.Console;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Console;

public sealed class JsonLineLogTests
{
    readonly MemoryStream _output = new();
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 22, 0, 2, 761, TimeSpan.Zero));

    [Fact]
    public void A_line_has_level_time_and_text_in_this_order()
    {
        Assert.Equal("""{"level":"info","timestamp":"2026-11-24T22:00:02.761Z","msg":"enabling query access..."}""", Assert.Single(Write(log => log.LogInformation("enabling query access..."))));
    }

    [Fact]
    public void The_time_is_that_of_the_process_zone()
    {
        _clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromMinutes(-210), "x", "x"));

        Assert.Contains("\"2026-11-24T18:30:02.761-0330\"", Assert.Single(Write(log => log.LogInformation("x"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "fatal")]
    public void A_level_has_its_name(LogLevel level, string name)
    {
        Assert.StartsWith($"{{\"level\":\"{name}\",", Assert.Single(Write(log => log.Log(level, "x"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_text_holds_it_stays_one_line_of_valid_JSON()
    {
        const string Text = "two\nlines, \"quotes\", \\, \u0000, \u2028, é, 日本, 😀, <b>";

        var line = Assert.Single(Write(log => log.LogInformation("{Text}", Text)));

        Assert.Equal(Text, JsonDocument.Parse(line).RootElement.GetProperty("msg").GetString());
        Assert.Contains("é, 日本", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_we_foresaw_shows_its_text_and_another_its_stack()
    {
        var lines = Write(log =>
        {
            log.LogError(new MarketStoreException(ErrorKind.NotFound, "no AAPL"), "query");
            log.LogError(new InvalidOperationException("oops"), "query");
        });

        Assert.EndsWith("\"msg\":\"query: no AAPL\"}", lines[0], StringComparison.Ordinal);
        Assert.Contains("query: System.InvalidOperationException: oops", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Frameworks_are_heard_from_warnings_on()
    {
        var lines = Write(LogLevel.Debug, loggers =>
        {
            loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogInformation("no");
            loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogWarning("yes");
            loggers.CreateLogger("MarketStore.Server").LogDebug("yes");
        });

        Assert.Equal(2, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains("no", StringComparison.Ordinal));
    }

    [Fact]
    public void The_configured_level_counts()
    {
        Assert.Empty(Write(LogLevel.Error, loggers => loggers.CreateLogger("MarketStore").LogWarning("no")));
    }

    [Fact]
    public void Many_threads_write_whole_lines()
    {
        var lines = Write(log => Parallel.For(0, 2000, number => log.LogInformation("line {Number} {Rest}", number, new string('x', 200))));

        Assert.Equal(2000, lines.Length);
        Assert.All(lines, line => JsonDocument.Parse(line));
    }

    [Fact]
    public void An_output_that_takes_nothing_never_stops_the_server_and_the_loss_is_told()
    {
        using var output = new GatedStream();
        using (var log = new JsonLineLog(output, _clock))
        {
            var logger = log.CreateLogger("x");
            for (var number = 0; number < 20_000; number++)
                logger.LogInformation("line");
            output.Gate.Set();
        }

        var lines = Lines(output);
        var lost = Assert.Single(lines, line => line.Contains("log lines were lost", StringComparison.Ordinal));
        Assert.StartsWith("{\"level\":\"warn\"", lost, StringComparison.Ordinal);
        Assert.InRange(lines.Length, 8192, 8200);
    }

    [Fact]
    public void A_closed_output_is_borne()
    {
        var output = new MemoryStream();
        output.Close();
        using var log = new JsonLineLog(output, _clock);

        log.CreateLogger("x").LogInformation("line");
        log.CreateLogger("x").LogInformation("line");
    }

    [Fact]
    public void A_text_is_written_as_it_is()
    {
        using (var log = new JsonLineLog(_output, _clock))
            log.AddText("=== status ===\nok\n");

        Assert.Equal("=== status ===\nok\n", Encoding.UTF8.GetString(_output.ToArray()));
    }

    string[] Write(Action<ILogger> write) => Write(LogLevel.Debug, loggers => write(loggers.CreateLogger("MarketStore.Tests")));

    string[] Write(LogLevel level, Action<ILoggerFactory> write)
    {
        using (var log = new JsonLineLog(_output, _clock))
        using (var loggers = ServerLogging.CreateFactory(log, level))
            write(loggers);
        return Lines(_output);
    }

    static string[] Lines(MemoryStream output) => Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    sealed class GatedStream : MemoryStream
    {
        public ManualResetEventSlim Gate { get; } = new();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Gate.Wait();
            base.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            Gate.Dispose();
            base.Dispose(disposing);
        }
    }
}
