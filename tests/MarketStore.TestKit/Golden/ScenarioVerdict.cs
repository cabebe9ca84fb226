namespace MarketStore.TestKit.Golden;

/// <summary>How a server did in one scenario.</summary>
public sealed record ScenarioVerdict(int Passed, int LeftOut, IReadOnlyList<string> Problems);
