using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Golden;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class GoldenScenarioTests(ScenarioPlays plays) : IClassFixture<ScenarioPlays>
{
    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var file in GoldenFiles.ScenarioFiles)
            {
                foreach (var scenario in ScenariosOf(file))
                {
                    rows.Add(file, "JSON-RPC", scenario.Name);
                    rows.Add(file, "gRPC", scenario.Name);
                }
            }

            return rows;
        }
    }

    // SQL is played by the tests of SQL.
    internal static IEnumerable<Scenario> ScenariosOf(string file) => Scenario.Load(file).Where(scenario => !scenario.Name.Contains("sql", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Rows))]
    public async Task A_server_answers_as_recorded(string file, string wire, string scenario)
    {
        var verdict = await plays.VerdictAsync(file, wire, scenario);

        Assert.True(verdict.Problems.Count == 0, $"{verdict.Problems.Count} of {verdict.Passed + verdict.Problems.Count} answers differ:\n{string.Join('\n', verdict.Problems)}");
        Assert.True(verdict.Passed > verdict.LeftOut, $"{verdict.LeftOut} steps were left out, and only {verdict.Passed} played");
    }
}
