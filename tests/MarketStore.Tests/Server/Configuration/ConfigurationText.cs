using System.Text;
using MarketStore.Server.Configuration;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

/// <summary>Reads configurations from text in tests.</summary>
static class ConfigurationText
{
    public const string Required = "root_directory: data\nlisten_port: 5993\n";

    public static LoadedConfiguration Read(string text, params IReadOnlyList<ConfigurationOverride> overrides) =>
        ConfigurationFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), overrides);

    /// <summary>Reads a configuration that has the required keys and one more, given by its path.</summary>
    public static LoadedConfiguration ReadWith(string path, string value) => Read(Write(path, value));

    public static ConfigurationException ReadBad(string text) => Assert.Throws<ConfigurationException>(() => Read(text));

    public static ConfigurationException ReadBadWith(string path, string value) => ReadBad(Write(path, value));

    static string Write(string path, string value)
    {
        var (section, key) = path.Split('.') is [var before, var after] ? (before, after) : (null, path);
        var required = string.Concat(Required.Split('\n').Where(line => !line.StartsWith(path + ":", StringComparison.Ordinal)).Select(line => line + "\n"));
        return required + (section is null ? $"{key}: {value}\n" : $"{section}:\n  {key}: {value}\n");
    }
}
