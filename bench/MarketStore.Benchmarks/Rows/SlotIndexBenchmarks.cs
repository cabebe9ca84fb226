using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Time;

namespace MarketStore.Benchmarks.Rows;

/// <summary>From times to slots, 10,000 at a time.</summary>
public class SlotIndexBenchmarks
{
    const int Rows = 10_000;

    readonly long[] _epochs = new long[Rows];
    readonly long[] _indexes = new long[Rows];
    readonly Limits _limits = new(Rows * sizeof(long));
    SlotCalendar _calendar = null!;

    [Params("UTC 1Min", "America/New_York 1Min", "America/New_York 1D")]
    public string Slots { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var parts = Slots.Split(' ');
        if (!MarketTimeZone.TryGet(parts[0], out var zone) || !Timeframe.TryParse(parts[1], out var timeframe))
            throw new InvalidOperationException(Slots);
        _calendar = new(zone, timeframe, 2020);
        for (var row = 0; row < Rows; row++)
            _epochs[row] = _calendar.YearStartSeconds + (row * 60L);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public long IndexOf()
    {
        for (var row = 0; row < _epochs.Length; row++)
            _indexes[row] = _calendar.IndexOf(_epochs[row]);
        return _indexes[^1];
    }

    [GlobalCleanup]
    public void Cleanup() => _limits.Dispose();
}
