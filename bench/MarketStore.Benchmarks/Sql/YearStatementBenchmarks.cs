using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Time;
using MarketStore.Sql;

namespace MarketStore.Benchmarks.Sql;

/// <summary>Statements over a year of minute bars, without a network. The limit: the scan of all its columns.</summary>
public class YearStatementBenchmarks
{
    TemporaryStore _store = null!;
    SqlEngine _engine = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = TemporaryStore.WithYearOfBars();
        _engine = new(_store.Database, new(_store.Database, TimeProvider.System), new(), TimeProvider.System);
    }

    [Benchmark(Baseline = true)]
    public int Scan() => _store.Scan(TemporaryStore.Bars, new(TimeRange.All));

    [Benchmark]
    public int Count() => Execute($"SELECT count(*) FROM `{TemporaryStore.Bars}`");

    [Benchmark]
    public int Highest() => Execute($"SELECT max(High) FROM `{TemporaryStore.Bars}`");

    [Benchmark]
    public int CandlesOfAnHour() => Execute($"SELECT candlecandler('1H', Open, High, Low, Close, Sum::Volume) FROM `{TemporaryStore.Bars}`");

    [Benchmark]
    public int GroupByHour() => Execute($"SELECT date_trunc('hour', Epoch) AS h, first(Open), max(High), min(Low), last(Close), sum(Volume) FROM `{TemporaryStore.Bars}` GROUP BY 1 ORDER BY 1");

    [Benchmark]
    public int OneHour() => Execute($"SELECT avg(Close), max(High) FROM (SELECT * FROM `{TemporaryStore.Bars}`) WHERE Epoch BETWEEN '2020-06-01-10:00' AND '2020-06-01-10:59' AND Volume <> 7");

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _engine.Dispose();
        await _store.DisposeAsync();
    }

    int Execute(string statement)
    {
        using var result = _engine.ExecuteAsync(statement).GetAwaiter().GetResult();
        return result.Buckets[0].Rows.RowCount;
    }
}
