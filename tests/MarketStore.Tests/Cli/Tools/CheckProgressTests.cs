using MarketStore.Cli.Tools;
using Xunit;

namespace MarketStore.Tests.Cli.Tools;

public sealed class CheckProgressTests
{
    [Fact]
    public void A_terminal_shows_how_far_it_is_and_is_left_empty()
    {
        using var terminal = new StringWriter();
        var progress = new CheckProgress(terminal);

        progress.Show(1, 2_000);
        progress.Clear();
        progress.Clear();

        Assert.Equal("\r1 of 2,000 buckets\r                  \r", terminal.ToString());
    }
}
