using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Calls;
using MarketStore.Functions.Windows;

namespace MarketStore.Functions.Accumulators;

/// <summary>Makes <c>gap</c>: with a timeframe it finds rows further apart than that; with no literal, or one that is no timeframe, rows unusually far apart.</summary>
internal static class GapAccumulators
{
    public static IReadOnlyList<DataShape> Output { get; } =
        [new(ColumnSeries.EpochName, ElementType.Int64), new("End", ElementType.Int64), new("Length", ElementType.Int64)];

    public static IAccumulator Create(IReadOnlyList<string> literals, IReadOnlyList<DataShape> input, FunctionContext context)
    {
        if (literals.Count > 1)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{context.LiteralErrorPrefix}argument passed to Init() is not a string");
        var epoch = InputColumn.FindEpoch(input);
        return literals.Count == 1 && CandleWindow.TryParse(literals[0], out var window)
            ? new LongGapAccumulator(epoch, window.NominalSeconds)
            : new UnusualGapAccumulator(epoch);
    }

    public static ColumnSeries Series(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        var lengths = new long[starts.Length];
        for (var hole = 0; hole < lengths.Length; hole++)
            lengths[hole] = ends[hole] - starts[hole];
        return new([Column.Of(Output[0].Name, ElementType.Int64, starts), Column.Of(Output[1].Name, ElementType.Int64, ends), Column.Of<long>(Output[2].Name, ElementType.Int64, lengths)], lengths.Length);
    }
}
