namespace MarketStore.TestKit.Golden;

/// <summary>Requests that belong together, in order.</summary>
public sealed record Scenario(string Name, IReadOnlyList<ScenarioStep> Steps)
{
    /// <param name="file">One of <see cref="GoldenFiles.ScenarioFiles"/>.</param>
    public static IReadOnlyList<Scenario> Load(string file)
    {
        using var document = GoldenFiles.ReadJson(file);
        return [.. document.RootElement.EnumerateArray().Select(scenario => new Scenario(
            scenario.GetProperty("name").GetString()!,
            [.. scenario.GetProperty("steps").EnumerateArray().Select(ScenarioStep.Read)]))];
    }
}
