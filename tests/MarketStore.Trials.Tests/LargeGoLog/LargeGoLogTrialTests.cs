using MarketStore.Trials.LargeGoLog;
using Xunit;

namespace MarketStore.Trials.Tests.LargeGoLog;

public class LargeGoLogTrialTests
{
    [Fact]
    public async Task Every_tick_of_a_large_command_comes_once()
    {
        var tally = new TrialTally();
        await new LargeGoLogTrial(slots: 3, ticksPerSlot: 20_000).RunCaseAsync(1, tally, CancellationToken.None);
        Assert.Equal(120_000, tally.Sums["ticks found"]);
    }
}
