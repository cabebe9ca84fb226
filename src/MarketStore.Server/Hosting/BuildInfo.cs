using System.Reflection;

namespace MarketStore.Server.Hosting;

/// <summary>Where this program comes from, as stamped when it was built.</summary>
/// <param name="Tag">The nearest tag of the sources, or the version.</param>
/// <param name="Commit">40 hexadecimal digits; all zeros when built outside a checkout.</param>
/// <param name="UtcBuildTime">ISO 8601, or empty.</param>
public sealed record BuildInfo(string Tag, string Commit, string UtcBuildTime)
{
    const string NoCommit = "0000000000000000000000000000000000000000";

    public static BuildInfo Current { get; } = Read(typeof(BuildInfo).Assembly);

    static BuildInfo Read(Assembly assembly)
    {
        var stamps = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(stamp => stamp.Key, stamp => stamp.Value);
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = version.IndexOf('+');
        var commit = plus < 0 ? "" : version[(plus + 1)..];
        var tag = stamps["GitTag"].FirstOrDefault();
        return new(
            string.IsNullOrEmpty(tag) ? plus < 0 ? version : version[..plus] : tag,
            commit.Length == NoCommit.Length && commit.All(char.IsAsciiHexDigit) ? commit : NoCommit,
            stamps["UtcBuildTime"].FirstOrDefault() ?? "");
    }
}
