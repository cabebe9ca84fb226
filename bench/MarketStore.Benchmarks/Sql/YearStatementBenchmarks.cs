using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Sql;

namespace MarketStore.Benchmarks.Sql;

/// <summary>Statements over a year of minute bars, without a network. The limit: the scan of all its columns.</summary>
public class YearStatementBenchmarks
{
    const string Bars = "AAPL/1Min/OHLCV";

    TemporaryStore _store = null!;
    SqlEngine _engine = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        using var year = DataSet.BarRows(DataSet.YearStart, DataSet.MinutesOfYear);
        _store.Write(Bars, year);
        _engine = new(_store.Database, new(_store.Database, TimeProvider.System), new(), TimeProvider.System);
    }

    [Benchmark(Baseline = true)]
    public int Scan()
    {
        using var rows = _store.Database.Scan(TimeBucketKey.Parse(Bars), new(TimeRange.All));
        return rows.RowCount;
    }

    [Benchmark]
    public int Count() => Execute($"SELECT count(*) FROM `{Bars}`");

    [Benchmark]
    public int Highest() => Execute($"SELECT max(High) FROM `{Bars}`");

    [Benchmark]
    public int CandlesOfAnHour() => Execute($"SELECT candlecandler('1H', Open, High, Low, Close, Sum::Volume) FROM `{Bars}`");

    [Benchmark]
    public int GroupByHour() => Execute($"SELECT date_trunc('hour', Epoch) AS h, first(Open), max(High), min(Low), last(Close), sum(Volume) FROM `{Bars}` GROUP BY 1 ORDER BY 1");

    [Benchmark]
    public int OneHour() => Execute($"SELECT avg(Close), max(High) FROM (SELECT * FROM `{Bars}`) WHERE Epoch BETWEEN '2020-06-01-10:00' AND '2020-06-01-10:59' AND Volume <> 7");

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
