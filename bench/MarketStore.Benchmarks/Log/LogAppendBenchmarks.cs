using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Series;

namespace MarketStore.Benchmarks.Log;

/// <summary>A durable write through the whole engine, against the same bytes appended to a plain file and flushed.</summary>
public class LogAppendBenchmarks
{
    TemporaryStore _store = null!;
    Limits _limits = null!;
    ColumnSeries _rows = null!;

    [Params(1, 10_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        _rows = DataSet.BarRows(DataSet.YearStart, Rows);
        _store.Write("AAPL/1Min/OHLCV", _rows);
        // A slot is as long as a row of columns with its index.
        _limits = new(Math.Max(96, Rows * 32), _store.PlainFile);
    }

    [Benchmark(Baseline = true)]
    public void AppendAndFlush() => _limits.AppendAndFlush();

    [Benchmark]
    public void Write() => _store.Write("AAPL/1Min/OHLCV", _rows);

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _limits.Dispose();
        await _store.DisposeAsync();
    }
}
