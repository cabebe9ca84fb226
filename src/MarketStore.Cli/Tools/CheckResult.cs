using MarketStore.Storage.Scrub;

namespace MarketStore.Cli.Tools;

/// <summary>What a look over a data directory found, and which directory it was.</summary>
internal sealed record CheckResult(string Directory, ScrubReport Report);
