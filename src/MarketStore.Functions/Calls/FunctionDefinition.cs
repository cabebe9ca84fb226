using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;

namespace MarketStore.Functions.Calls;

/// <summary>A function of the registry.</summary>
internal sealed record FunctionDefinition
{
    public required string Name { get; init; }

    /// <summary>Names of the parameters that need a column.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Texts in quotes that a call must have at least.</summary>
    public int RequiredLiterals { get; init; }

    /// <summary>Columns that a call reads besides Epoch, if they are there; null for all.</summary>
    public required Func<FunctionArguments, IReadOnlyCollection<string>?> ColumnsRead { get; init; }

    public required Func<FunctionArguments, IReadOnlyList<DataShape>, FunctionContext, IAccumulator> Create { get; init; }
}
