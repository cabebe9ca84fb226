using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Benchmarks.Engine;

/// <summary>The last ten bars: of a full year file, and of one that is empty but for its first and last bars. The limit is one small read.</summary>
public class LastRowsBenchmarks
{
    const int SecondsOfYear = 366 * 86_400;

    TemporaryStore _store = null!;
    Limits _limits = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        Write("FULL/1Min/OHLCV", DataSet.YearStart, DataSet.MinutesOfYear, 60);
        foreach (var (timeframe, step) in ((string, int)[])[("1Min", 60), ("1Sec", 1)])
        {
            Write($"EMPTY/{timeframe}/OHLCV", DataSet.YearStart, 10, step);
            Write($"EMPTY/{timeframe}/OHLCV", DataSet.YearStart + (SecondsOfYear / 2), 5, step);
            Write($"LATE/{timeframe}/OHLCV", DataSet.YearStart + SecondsOfYear - (10 * step), 10, step);
        }

        _limits = new(320, _store.PlainFile);
    }

    [Benchmark(Baseline = true)]
    public int PositionalRead() => _limits.PositionalRead();

    [Benchmark]
    public int FullMinutes() => Last("FULL/1Min/OHLCV");

    [Benchmark]
    public int MinutesAtTheEnd() => Last("LATE/1Min/OHLCV");

    /// <summary>Ten bars, of which five lie half a year before the others.</summary>
    [Benchmark]
    public int MinutesWithAHole() => Last("EMPTY/1Min/OHLCV");

    [Benchmark]
    public int SecondsAtTheEnd() => Last("LATE/1Sec/OHLCV");

    [Benchmark]
    public int SecondsWithAHole() => Last("EMPTY/1Sec/OHLCV");

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _limits.Dispose();
        await _store.DisposeAsync();
    }

    void Write(string key, long start, int rows, int step)
    {
        using var series = DataSet.BarRows(start, rows, step);
        _store.Write(key, series);
    }

    int Last(string key)
    {
        using var rows = _store.Database.Scan(TimeBucketKey.Parse(key), new(TimeRange.All, 10, ScanDirection.Last));
        return rows.RowCount;
    }
}
