using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Functions.Calls;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>The candles made so far, found by their start. Rows mostly come in time order, so that the last candle is the one; those that do not are looked up.</summary>
internal sealed class CandleSet(int sumCount)
{
    readonly int _sumCount = sumCount;
    readonly List<Candle> _candles = [];
    readonly List<double> _sums = [];
    // Made when the first row comes late.
    Dictionary<long, int>? _indexes;
    long _latestStart;

    public int Count => _candles.Count;

    public ReadOnlySpan<Candle> Candles => CollectionsMarshal.AsSpan(_candles);

    public ref Candle this[int index] => ref CollectionsMarshal.AsSpan(_candles)[index];

    /// <summary>The sums of one candle, in the order of the summed columns.</summary>
    public Span<double> Sums(int index) => CollectionsMarshal.AsSpan(_sums).Slice(index * _sumCount, _sumCount);

    /// <summary>The index of the candle with a start; it is made if there is none yet.</summary>
    /// <exception cref="MarketStoreException">There are too many.</exception>
    public int FindOrAdd(long startSeconds)
    {
        if (_candles.Count > 0 && startSeconds == _candles[^1].StartSeconds)
            return _candles.Count - 1;
        if (_candles.Count > 0 && startSeconds < _latestStart)
            _indexes ??= Enumerable.Range(0, _candles.Count).ToDictionary(index => _candles[index].StartSeconds);
        if (_indexes is not null && _indexes.TryGetValue(startSeconds, out var known))
            return known;

        if (_candles.Count == FunctionLimits.MaxCandles)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a candler makes {FunctionLimits.MaxCandles} candles at most: ask for a longer timeframe or a shorter range");
        _candles.Add(new() { StartSeconds = startSeconds });
        CollectionsMarshal.SetCount(_sums, _candles.Count * _sumCount);
        _latestStart = _candles.Count == 1 ? startSeconds : Math.Max(_latestStart, startSeconds);
        _indexes?.Add(startSeconds, _candles.Count - 1);
        return _candles.Count - 1;
    }

    /// <summary>The candles' indexes, ascending by start.</summary>
    public int[] InTimeOrder()
    {
        var order = new int[_candles.Count];
        for (var index = 0; index < order.Length; index++)
            order[index] = index;
        if (_indexes is not null)
            Array.Sort(_candles.Select(candle => candle.StartSeconds).ToArray(), order);
        return order;
    }
}
