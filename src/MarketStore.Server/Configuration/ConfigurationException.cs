using MarketStore.Core.Errors;

namespace MarketStore.Server.Configuration;

/// <summary>A configuration that the server cannot start with. Names every problem found, not the first alone.</summary>
public sealed class ConfigurationException : MarketStoreException
{
    // A generated file may be wrong in every line; nobody reads more.
    const int MostProblemsShown = 50;

    public ConfigurationException(params IReadOnlyList<ConfigurationProblem> problems)
        : base(ErrorKind.InvalidRequest, Describe(problems)) => Problems = problems;

    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    static string Describe(IReadOnlyList<ConfigurationProblem> problems)
    {
        var shown = problems.Take(MostProblemsShown).Select(problem => problem.ToString());
        var rest = problems.Count > MostProblemsShown ? $"\nand {problems.Count - MostProblemsShown} more" : "";
        return string.Join('\n', shown) + rest;
    }
}
