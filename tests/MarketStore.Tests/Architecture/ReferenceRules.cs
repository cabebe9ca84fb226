namespace MarketStore.Tests.Architecture;

/// <summary>Which project may know which: references point one way, and the engine knows neither queries nor the network.</summary>
static class ReferenceRules
{
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["MarketStore.Core"] = [],
        ["MarketStore.Storage"] = ["MarketStore.Core"],
        ["MarketStore.Functions"] = ["MarketStore.Core"],
        ["MarketStore.Calendars"] = ["MarketStore.Core"],
        ["MarketStore.Query"] = ["MarketStore.Core", "MarketStore.Storage", "MarketStore.Functions"],
        ["MarketStore.Sql"] = ["MarketStore.Core", "MarketStore.Storage", "MarketStore.Functions", "MarketStore.Query", "MarketStore.Sql.Worker"],
        ["MarketStore.Sql.Worker"] = ["MarketStore.Core"],
        ["MarketStore.Protocol"] = ["MarketStore.Core"],
        ["MarketStore.Client"] = ["MarketStore.Core", "MarketStore.Protocol"],
        ["MarketStore.Plugins.Abstractions"] = ["MarketStore.Core"],
        ["MarketStore.Plugins"] = ["MarketStore.Core", "MarketStore.Plugins.Abstractions", "MarketStore.Functions", "MarketStore.Calendars"],
        ["MarketStore.Server"] = ["MarketStore.Core", "MarketStore.Query", "MarketStore.Sql", "MarketStore.Storage", "MarketStore.Protocol", "MarketStore.Plugins.Abstractions"],
        ["MarketStore.Cli"] = ["MarketStore.Core", "MarketStore.Storage", "MarketStore.Server", "MarketStore.Client", "MarketStore.Plugins"],
        // The judge knows the formats from their description alone.
        ["MarketStore.TestKit"] = [],
    };

    static readonly string[] BelowTheNetwork = ["MarketStore.Core", "MarketStore.Storage", "MarketStore.Functions", "MarketStore.Calendars", "MarketStore.Query", "MarketStore.Sql", "MarketStore.Sql.Worker"];
    static readonly string[] NetworkPackages = ["Grpc", "Google.Protobuf", "MessagePack", "Microsoft.AspNetCore"];

    /// <summary>Every broken line in words.</summary>
    public static IEnumerable<string> Violations(IEnumerable<ProjectFile> projects)
    {
        foreach (var project in projects)
        {
            // Tests and benchmarks may know everything.
            if (!Allowed.TryGetValue(project.Name, out var allowed))
                continue;
            foreach (var reference in project.Projects.Except(allowed))
                yield return $"{project.Name} may not know {reference}";
            foreach (var package in project.Packages.Where(package => BelowTheNetwork.Contains(project.Name) && NetworkPackages.Any(network => package.StartsWith(network, StringComparison.Ordinal))))
                yield return $"{project.Name} may not know the network: {package}";
            // Time zone rules are the one thing that the data model cannot do itself.
            foreach (var package in project.Packages.Where(package => project.Name == "MarketStore.Core" && package != "NodaTime"))
                yield return $"{project.Name} may not use {package}";
        }
    }

    public static bool Knows(string projectName) => Allowed.ContainsKey(projectName);
}
