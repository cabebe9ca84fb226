using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Benchmarks.Engine;

/// <summary>A year of minute bars from the page cache to columns, without a network. The limits: a copy of its bytes, and reading them.</summary>
public class ScanBenchmarks
{
    static readonly TimeBucketKey Bars = TimeBucketKey.Parse("AAPL/1Min/OHLCV");
    static readonly TimeBucketKey Ticks = TimeBucketKey.Parse("AAPL/1Sec/QUOTE");

    TemporaryStore _store = null!;
    Limits _limits = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        using var year = DataSet.BarRows(DataSet.YearStart, DataSet.MinutesOfYear);
        _store.Write(Bars.ToString(), year);
        using var ticks = DataSet.TickRows(DataSet.YearStart, 200_000);
        _store.Write(Ticks.ToString(), ticks, isVariable: true);
        _limits = new(DataSet.MinutesOfYear * 32, _store.PlainFile);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public int PositionalRead() => _limits.PositionalRead();

    [Benchmark]
    public int YearOfMinuteBars() => Scan(Bars, new(TimeRange.All));

    [Benchmark]
    public int OneColumn() => Scan(Bars, new(TimeRange.All, Columns: ["Close"]));

    [Benchmark]
    public int TwoHundredThousandTicks() => Scan(Ticks, new(TimeRange.All));

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _limits.Dispose();
        await _store.DisposeAsync();
    }

    int Scan(TimeBucketKey key, ScanRequest request)
    {
        using var rows = _store.Database.Scan(key, request);
        return rows.RowCount;
    }
}
