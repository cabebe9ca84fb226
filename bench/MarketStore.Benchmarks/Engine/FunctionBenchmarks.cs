using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Time;
using MarketStore.Query;

namespace MarketStore.Benchmarks.Engine;

/// <summary>Functions over a year of minute bars, without a network. The limit: the scan that feeds them.</summary>
public class FunctionBenchmarks
{
    TemporaryStore _store = null!;
    QueryEngine _queries = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = TemporaryStore.WithYearOfBars();
        _queries = new(_store.Database, TimeProvider.System);
    }

    [Benchmark(Baseline = true)]
    public int Scan() => _store.Scan(TemporaryStore.Bars, new(TimeRange.All));

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
        using var result = _queries.Execute(new() { Destination = TemporaryStore.Bars, Functions = [function] });
        return result.Buckets[0].Rows.RowCount;
    }
}
