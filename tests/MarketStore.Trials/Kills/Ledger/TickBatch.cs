namespace MarketStore.Trials.Kills.Ledger;

/// <summary>The ticks that one batch has put into a bucket, identical ones among them.</summary>
sealed class TickBatch
{
    readonly Dictionary<int, (Tick Tick, int Count)> _ticks = [];

    public TickBatch(int version, IReadOnlyList<Tick> ticks)
    {
        Version = version;
        Range = new(ticks.Min(tick => tick.Epoch), ticks.Max(tick => tick.Epoch));
        foreach (var tick in ticks)
            _ticks[tick.Number] = (tick, _ticks.GetValueOrDefault(tick.Number).Count + 1);
    }

    public int Version { get; }

    public TimeRange Range { get; }

    public bool Holds(Tick tick) => _ticks.TryGetValue(tick.Number, out var own) && own.Tick == tick;

    public int CountOf(int number) => _ticks[number].Count;

    public int CountIn(TimeRange range) => _ticks.Values.Where(own => range.Contains(own.Tick.Epoch)).Sum(own => own.Count);
}
