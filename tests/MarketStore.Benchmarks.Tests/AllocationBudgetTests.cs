using MarketStore.Benchmarks.Allocations;
using Xunit;

namespace MarketStore.Benchmarks.Tests;

/// <summary>A project of its own: what is counted is the whole process's, and no other test may allocate meanwhile.</summary>
public class AllocationBudgetTests
{
    [Fact]
    public void Every_operation_allocates_within_its_budget()
    {
        var findings = AllocationCheck.Compare();

        Assert.True(findings.Count > 25, "hardly any operation was measured");
        Assert.Empty(findings.Where(finding => !finding.IsWithin).Select(finding => finding.ToString()));
    }
}
