using System.Diagnostics;
using System.Globalization;
using MarketStore.Server.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class ServerSignalsTests
{
    [Fact]
    public async Task SIGUSR1_asks_for_a_status_report_and_does_not_end_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        var asked = new TaskCompletionSource();
        using var signals = new ServerSignals(asked.SetResult, () => Assert.Fail("nobody asked for a stop"), TimeProvider.System);

        await SendAsync("-USR1");

        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(signals.StopRequested.IsCompleted);
    }

    [Fact]
    public async Task The_first_SIGTERM_asks_for_a_stop_and_the_second_ends_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        var ended = new TaskCompletionSource();
        var clock = new FakeTimeProvider();
        using var signals = new ServerSignals(() => { }, () => ended.TrySetResult(), clock);

        await SendAsync("-TERM");
        Assert.Equal("SIGTERM", await signals.StopRequested.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(ended.Task.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync("-TERM");
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Two_SIGTERMs_in_one_breath_ask_for_one_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        var reported = new TaskCompletionSource();
        using var signals = new ServerSignals(reported.SetResult, () => Assert.Fail("the second signal is part of the first"), new FakeTimeProvider());

        await SendAsync("-TERM");
        await SendAsync("-TERM");

        await signals.StopRequested.WaitAsync(TimeSpan.FromSeconds(30));
        // The report comes after both: signals of different kinds are handled in the order in which they were sent.
        await SendAsync("-USR1");
        await reported.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    static async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
