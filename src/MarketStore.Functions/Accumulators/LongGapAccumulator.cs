using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>gap</c> with a timeframe: neighbouring rows whose times are further apart than it, strictly.</summary>
internal sealed class LongGapAccumulator(InputColumn epoch, long thresholdSeconds) : IAccumulator
{
    readonly InputColumn _epoch = epoch;
    readonly long _thresholdSeconds = thresholdSeconds;
    readonly List<long> _starts = [];
    readonly List<long> _ends = [];
    long? _previous;

    public IReadOnlyList<DataShape> Output => GapAccumulators.Output;

    public void Add(ColumnSeries rows)
    {
        var epochs = _epoch.Values<long>(rows);
        if (epochs.IsEmpty)
            return;
        var previous = _previous ?? epochs[0];
        foreach (var epoch in epochs)
        {
            // Two's complement makes the difference right whenever it fits.
            if (epoch > previous && (ulong)(epoch - previous) > (ulong)_thresholdSeconds)
            {
                _starts.Add(previous);
                _ends.Add(epoch);
            }

            previous = epoch;
        }

        _previous = previous;
    }

    public ColumnSeries Finish() => GapAccumulators.Series(CollectionsMarshal.AsSpan(_starts), CollectionsMarshal.AsSpan(_ends));
}
