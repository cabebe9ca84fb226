using System.Runtime.InteropServices;
using System.Text.Json;

namespace MarketStore.Load.Results;

/// <summary>The points of one run, and what they were taken on.</summary>
sealed record LoadReport(string Date, string Commit, string Machine, int Processors, string Runtime, IReadOnlyDictionary<string, double> Limits, IReadOnlyList<LoadPoint> Points)
{
    static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static LoadReport Of(string commit, IReadOnlyDictionary<string, double> limits, IReadOnlyList<LoadPoint> points) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), commit, ProcessorName(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, limits, points);

    public static LoadReport Load(string path) =>
        JsonSerializer.Deserialize<LoadReport>(File.ReadAllText(path)) ?? throw new InvalidDataException($"{path} is no report");

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Options) + "\n");

    static string ProcessorName()
    {
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.OSArchitecture.ToString();
    }
}
