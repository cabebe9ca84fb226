using MarketStore.Server.Configuration;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

public sealed class ConfigurationDocumentTests
{
    static readonly IReadOnlyList<(string Key, string Default)> Rows = [.. ReadKeyTable()];

    [Fact]
    public void The_document_tells_every_key_and_no_other()
    {
        var known = ConfigurationKeys.All.Select(key => key.Path).Concat(ConfigurationKeys.Sections.Where(section => section != ConfigurationKeys.Replication));

        Assert.Equal(known.Order(StringComparer.Ordinal), Rows.Select(row => row.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_of_the_document_are_those_of_the_server()
    {
        var written = Rows.Where(row => row.Default.StartsWith('`')).Select(row => new ConfigurationOverride(row.Key, row.Default.Trim('`'), row.Key)).ToList();

        Assert.True(written.Count > 20);
        Assert.Equal(new ServerConfiguration(), ConfigurationFile.LoadDefaults(written).Configuration);
    }

    [Fact]
    public void The_document_names_the_keys_that_were_never_used()
    {
        var text = ReadDocument();

        Assert.All(ConfigurationKeys.NeverUsed, key => Assert.Contains($"`{key}`", text, StringComparison.Ordinal));
    }

    static IEnumerable<(string Key, string Default)> ReadKeyTable()
    {
        var section = ReadDocument().Split("\n## ").Single(part => part.StartsWith("Keys\n", StringComparison.Ordinal));
        return section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|'))
            .Select(cells => (cells[1].Trim().Trim('`'), cells[3].Trim()));
    }

    static string ReadDocument() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"));
}
