using MarketStore.Core.Errors;
using MarketStore.Functions.Calls;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>
/// The candles made so far, found by their start. Rows mostly come in time order, so that the last candle is the one; those that do not are looked up.
/// They lie in blocks that never move: arrays that grow would be large objects soon, and large objects make the collector work.
/// </summary>
internal sealed class CandleSet(int sumCount)
{
    const int BlockShift = 9;
    const int BlockSize = 1 << BlockShift;

    readonly int _sumCount = sumCount;
    readonly List<Block> _blocks = [];
    // Made when the first row comes late.
    Dictionary<long, int>? _indexes;
    long _lastStart;
    long _latestStart;

    public int Count { get; private set; }

    public ref Candle this[int index] => ref _blocks[index >> BlockShift].Candles[index & (BlockSize - 1)];

    /// <summary>The sums of one candle, in the order of the summed columns.</summary>
    public Span<double> Sums(int index) => _blocks[index >> BlockShift].Sums.AsSpan((index & (BlockSize - 1)) * _sumCount, _sumCount);

    /// <summary>The index of the candle with a start; it is made if there is none yet.</summary>
    /// <exception cref="MarketStoreException">There are too many.</exception>
    public int FindOrAdd(long startSeconds)
    {
        if (Count > 0 && startSeconds == _lastStart)
            return Count - 1;
        if (Count > 0 && startSeconds < _latestStart)
            _indexes ??= Enumerable.Range(0, Count).ToDictionary(index => this[index].StartSeconds);
        if (_indexes is not null && _indexes.TryGetValue(startSeconds, out var known))
            return known;

        if (Count == FunctionLimits.MaxCandles)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a candler makes {FunctionLimits.MaxCandles} candles at most: ask for a longer timeframe or a shorter range");
        var added = Count;
        MakeRoom(added);
        Count++;
        this[added].StartSeconds = _lastStart = startSeconds;
        _latestStart = added == 0 ? startSeconds : Math.Max(_latestStart, startSeconds);
        _indexes?.Add(startSeconds, added);
        return added;
    }

    /// <summary>The candles' indexes, ascending by start.</summary>
    public int[] InTimeOrder()
    {
        var order = new int[Count];
        for (var index = 0; index < order.Length; index++)
            order[index] = index;
        if (_indexes is not null)
            Array.Sort(Array.ConvertAll(order, index => this[index].StartSeconds), order);
        return order;
    }

    /// <summary>A block grows up to its size, since most questions are for a few candles.</summary>
    void MakeRoom(int index)
    {
        const int first = 16;
        if (index >> BlockShift == _blocks.Count)
            _blocks.Add(new(_blocks.Count == 0 ? first : BlockSize, _sumCount));
        else if ((index & (BlockSize - 1)) == _blocks[^1].Candles.Length)
            _blocks[^1].Grow(_sumCount);
    }

    sealed class Block(int size, int sumCount)
    {
        Candle[] _candles = new Candle[size];
        double[] _sums = new double[size * sumCount];

        public Candle[] Candles => _candles;

        public double[] Sums => _sums;

        public void Grow(int sumCount)
        {
            Array.Resize(ref _candles, 2 * _candles.Length);
            Array.Resize(ref _sums, _candles.Length * sumCount);
        }
    }
}
