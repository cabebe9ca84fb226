using MarketStore.Server.Configuration;
using MarketStore.Server.Console;
using MarketStore.Server.Hosting;
using Xunit;

namespace MarketStore.Tests.Server.Console;

public sealed class StatusReportTests
{
    [Fact]
    public void A_report_shows_each_part_and_survives_one_in_trouble()
    {
        var report = StatusReport.Write([new Broken(), new ProcessStatus(new ServerState(TimeProvider.System)), new ConfigurationStatus(new ServerConfiguration())]);

        Assert.Contains("  no answer                out of order\n", report, StringComparison.Ordinal);
        Assert.Contains($"  version                  {BuildInfo.Current.Tag}", report, StringComparison.Ordinal);
        Assert.Contains("  listen                   :5993\n", report, StringComparison.Ordinal);
        Assert.EndsWith("=== end ===\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_keeps_the_secrets_of_plugins()
    {
        var configuration = ConfigurationFile.Load(Path.Combine(AppContext.BaseDirectory, "Server", "Configuration", "Samples", "massive.yml")).Configuration;

        var report = StatusReport.Write([new ConfigurationStatus(configuration)]);

        Assert.Contains("massive.so", report, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-real-key", report, StringComparison.Ordinal);
    }

    sealed class Broken : IStatusSource
    {
        public string StatusName => "broken";

        public IEnumerable<(string Name, string Value)> GetStatus() => throw new InvalidOperationException("out of order");
    }
}
