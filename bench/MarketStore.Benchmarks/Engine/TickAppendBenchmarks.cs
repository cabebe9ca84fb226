using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Series;

namespace MarketStore.Benchmarks.Engine;

/// <summary>
/// One tick to a slot of an hour that holds some already. The limit is the same few bytes appended to a plain file and flushed.
/// </summary>
public class TickAppendBenchmarks
{
    const string Key = "AAPL/1H/QUOTE";

    TemporaryStore _store = null!;
    Limits _limits = null!;
    ColumnSeries _tick = null!;

    [Params(1_000, 100_000)]
    public int TicksBefore { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        using var before = DataSet.TickRows(DataSet.YearStart, TicksBefore, perSecond: (TicksBefore / 3_600) + 1);
        _store.Write(Key, before, isVariable: true);
        _tick = DataSet.TickRows(DataSet.YearStart + 3_599, 1);
        _limits = new(96, _store.PlainFile);
    }

    [Benchmark(Baseline = true)]
    public void AppendAndFlush() => _limits.AppendAndFlush();

    [Benchmark]
    public void AppendTick() => _store.Write(Key, _tick, isVariable: true);

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _limits.Dispose();
        await _store.DisposeAsync();
    }
}
