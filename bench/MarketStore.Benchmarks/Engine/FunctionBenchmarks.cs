using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Query;
using MarketStore.Storage;

namespace MarketStore.Benchmarks.Engine;

/// <summary>Functions over a year of minute bars, without a network. The limit: the scan that feeds them.</summary>
public class FunctionBenchmarks
{
    const string Bars = "AAPL/1Min/OHLCV";

    TemporaryStore _store = null!;
    QueryEngine _queries = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        using var year = DataSet.BarRows(DataSet.YearStart, DataSet.MinutesOfYear);
        _store.Write(Bars, year);
        _queries = new(_store.Database, TimeProvider.System);
    }

    [Benchmark(Baseline = true)]
    public int Scan()
    {
        using var rows = _store.Database.Scan(TimeBucketKey.Parse(Bars), new(TimeRange.All));
        return rows.RowCount;
    }

    [Benchmark]
    public int CandlesOfAnHour() => Execute("candlecandler('1H',Open,High,Low,Close)");

    [Benchmark]
    public int CandlesOfAnHourWithSums() => Execute("candlecandler('1H',Open,High,Low,Close,Sum::Volume)");

    [Benchmark]
    public int Highest() => Execute("max(High)");

    [GlobalCleanup]
    public async Task CleanupAsync() => await _store.DisposeAsync();

    int Execute(string function)
    {
        using var result = _queries.Execute(new() { Destination = Bars, Functions = [function] });
        return result.Buckets[0].Rows.RowCount;
    }
}
