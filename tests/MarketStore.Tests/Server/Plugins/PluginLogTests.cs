using MarketStore.Server.Plugins;
using MarketStore.Tests.Storage.Doubles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>What plug-ins write into the server's log.</summary>
public class PluginLogTests
{
    readonly FakeTimeProvider _clock = new();
    readonly RecordingLog _log = new();

    [Fact]
    public void Lines_carry_the_name_and_come_as_they_are()
    {
        using var log = new PluginLog("heart", _log, _clock);
        log.LogWarning("{Count} beats", 3);
        log.LogError(new InvalidOperationException("not today"), "it stands still");

        Assert.Equal(["heart: 3 beats"], _log.Warnings);
        Assert.StartsWith("heart: it stands still: System.InvalidOperationException: not today", Assert.Single(_log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_logs_without_end_has_a_burst_and_then_some_lines_a_second_and_one_line_says_what_is_missing()
    {
        using var log = new PluginLog("flood", _log, _clock);
        Flood(log, 10_000);
        Assert.Equal((PluginLog.Burst, 9_500L), (_log.Errors.Count, log.LeftOut));
        Assert.Empty(_log.Warnings);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["flood: 9500 log lines of this plug-in were left out: 500 at once and 10 a second are shown"], _log.Warnings);
        Flood(log, 1_000);
        Assert.Equal((PluginLog.Burst + (10 * PluginLog.LinesPerSecond), 10_400L), (_log.Errors.Count, log.LeftOut));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Single(_log.Warnings);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("flood: 900 log lines of this plug-in were left out: 500 at once and 10 a second are shown", _log.Warnings[1]);

        // Once it is quiet, nothing more is said, and in the end it has its burst again and no more.
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _log.Warnings.Count);
        var before = _log.Errors.Count;
        Flood(log, 1_000);
        Assert.Equal(PluginLog.Burst, _log.Errors.Count - before);
    }

    [Fact]
    public void What_was_left_out_is_told_at_the_stop()
    {
        var log = new PluginLog("flood", _log, _clock);
        Flood(log, PluginLog.Burst + 1);
        log.Dispose();

        Assert.Equal(["flood: 1 log lines of this plug-in were left out: 500 at once and 10 a second are shown"], _log.Warnings);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(_log.Warnings);
    }

    [Fact]
    public void Lines_and_exceptions_without_end_are_cut()
    {
        using var log = new PluginLog("long", _log, _clock);
        log.LogWarning("{Text}", new string('x', 1_000_000));
        log.LogError(new InvalidOperationException(new string('y', 1_000_000)), "it failed");

        Assert.InRange(Assert.Single(_log.Warnings).Length, 16_384, 16_500);
        Assert.EndsWith("x… (1000006 characters)", _log.Warnings[0], StringComparison.Ordinal);
        Assert.InRange(Assert.Single(_log.Errors).Length, 16_384, 16_500);
        Assert.StartsWith("long: it failed: System.InvalidOperationException: yyy", _log.Errors[0], StringComparison.Ordinal);
    }

    static void Flood(PluginLog log, int count)
    {
        for (var line = 0; line < count; line++)
            log.LogError("line {Line}", line);
    }
}
