namespace MarketStore.Server.DataService;

/// <summary>Which build answers: every answer carries it.</summary>
/// <param name="Commit">The commit that was built, 40 hexadecimal digits in a release; <c>dev</c> otherwise.</param>
public sealed record ServerVersion(string Commit);
