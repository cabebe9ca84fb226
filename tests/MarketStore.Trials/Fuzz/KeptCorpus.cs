using System.Reflection;

namespace MarketStore.Trials.Fuzz;

/// <summary>The inputs kept beside the code, one folder for each target: some that reach far, and every one that once broke something.</summary>
static class KeptCorpus
{
    static readonly Assembly Assembly = typeof(KeptCorpus).Assembly;

    /// <summary>In the order of their names.</summary>
    public static IEnumerable<byte[]> Read(string target) => NamesOf(target).Select(name =>
    {
        using var stream = Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    public static IEnumerable<string> NamesOf(string target) =>
        Assembly.GetManifestResourceNames().Where(name => name.StartsWith($"corpus/{target}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
