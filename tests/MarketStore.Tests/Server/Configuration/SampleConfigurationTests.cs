using MarketStore.Server.Configuration;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

public sealed class SampleConfigurationTests
{
    static readonly string Directory = Path.Combine(AppContext.BaseDirectory, "Server", "Configuration", "Samples");

    public static TheoryData<string> Samples => [.. System.IO.Directory.EnumerateFiles(Directory, "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Samples))]
    public void A_sample_parses_without_error_or_warning(string file)
    {
        Assert.Empty(ConfigurationFile.Load(Path.Combine(Directory, file)).Warnings);
    }

    [Theory]
    [InlineData("ondiskagg")]
    [InlineData("stream")]
    [InlineData("massive")]
    [InlineData("polygon")]
    [InlineData("alpaca")]
    [InlineData("alpacabkfeeder")]
    [InlineData("iex")]
    [InlineData("gdaxfeeder")]
    [InlineData("bitmexfeeder")]
    [InlineData("binancefeeder")]
    [InlineData("binancefeeder_v2")]
    [InlineData("xignitefeeder")]
    [InlineData("polyiex")]
    public void Every_plugin_that_ever_shipped_has_a_sample_with_its_settings(string module)
    {
        var configuration = ConfigurationFile.Load(Path.Combine(Directory, module + ".yml")).Configuration;
        var (name, config) = configuration.Triggers.Select(trigger => (trigger.Module, trigger.Config))
            .Concat(configuration.BackgroundWorkers.Select(worker => (worker.Module, worker.Config))).Single();

        Assert.Equal(module + ".so", name);
        Assert.NotEmpty(config.Entries);
    }
}
