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

        using (var kill = Process.Start("kill", ["-USR1", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();

        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(signals.StopRequested.IsCompleted);
    }
}
