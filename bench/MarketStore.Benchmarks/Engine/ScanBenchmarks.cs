using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Time;

namespace MarketStore.Benchmarks.Engine;

/// <summary>A year of minute bars from the page cache to columns, without a network. The limits: a copy of its bytes, and reading them.</summary>
public class ScanBenchmarks
{
    const string Ticks = "AAPL/1Sec/QUOTE";

    TemporaryStore _store = null!;
    Limits _limits = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = TemporaryStore.WithYearOfBars();
        using var ticks = DataSet.TickRows(DataSet.YearStart, 200_000);
        _store.Write(Ticks, ticks, isVariable: true);
        _limits = new(DataSet.MinutesOfYear * 32, _store.PlainFile);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public int PositionalRead() => _limits.PositionalRead();

    [Benchmark]
    public int YearOfMinuteBars() => _store.Scan(TemporaryStore.Bars, new(TimeRange.All));

    [Benchmark]
    public int OneColumn() => _store.Scan(TemporaryStore.Bars, new(TimeRange.All, Columns: ["Close"]));

    [Benchmark]
    public int TwoHundredThousandTicks() => _store.Scan(Ticks, new(TimeRange.All));

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _limits.Dispose();
        await _store.DisposeAsync();
    }
}
