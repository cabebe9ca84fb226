using System.Globalization;

namespace MarketStore.Benchmarks.Allocations;

/// <summary>Bytes that one operation allocates beside what it may. One without a budget, or a budget without an operation, is a finding too.</summary>
sealed record AllocationFinding(string Name, long? Bytes, long? Budget)
{
    public bool IsWithin => Bytes <= Budget;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsWithin ? "ok  " : Bytes is null ? "GONE" : Budget is null ? "NEW " : "OVER")} {Name}: {Bytes:N0} bytes, budget {Budget:N0}");
}
