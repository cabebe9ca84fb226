using Xunit;

namespace MarketStore.Trials.Tests.Fuzz;

/// <summary>What an input allocates is counted over the whole process: no other test runs beside.</summary>
[CollectionDefinition(nameof(FuzzTestsAlone), DisableParallelization = true)]
public sealed class FuzzTestsAlone;
