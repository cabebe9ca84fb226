using System.Diagnostics;
using System.Globalization;
using MarketStore.Server.Hosting;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class ServerSignalsTests
{
    [Fact]
    public async Task SIGUSR1_asks_for_a_status_report_and_does_not_end_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        var asked = new TaskCompletionSource();
        using var signals = new ServerSignals(asked.SetResult, () => Assert.Fail("nobody asked for a stop"));

        await SendAsync("-USR1");

        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(signals.StopRequested.IsCompleted);
    }

    [Fact]
    public async Task The_first_SIGTERM_asks_for_a_stop_and_the_second_ends_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        var ended = new TaskCompletionSource();
        using var signals = new ServerSignals(() => { }, ended.SetResult);

        await SendAsync("-TERM");
        Assert.Equal("SIGTERM", await signals.StopRequested.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(ended.Task.IsCompleted);

        await SendAsync("-TERM");
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    static async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
