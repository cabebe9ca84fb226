using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Sql;
using MarketStore.Sql.Worker.DuckDb;

namespace MarketStore.Benchmarks.Sql;

/// <summary>A million trades, each with the quote that stood at its time, of a million. The limit: the SQL engine on tables of its own that hold the same rows.</summary>
public class AsofJoinBenchmarks
{
    const int Rows = 1_000_000;
    const long StepNanoseconds = 7_000_000;
    const long TradeShift = 3_000_000;
    const long Origin = DataSet.YearStart * 1_000_000_000;

    static readonly SqlOptions Options = new();

    TemporaryStore _store = null!;
    SqlEngine _engine = null!;
    DuckDbInstance _native = null!;

    [GlobalSetup]
    public void Setup()
    {
        _store = new();
        Write("AAPL/1Sec/TRADE", TradeShift, "Price");
        Write("AAPL/1Sec/QUOTE", 0, "Bid", "Ask");
        _store.ReopenAsync().GetAwaiter().GetResult();
        _engine = new(_store.Database, new(_store.Database, TimeProvider.System), Options, TimeProvider.System);
        _native = DuckDbInstance.Open(new(Options.Threads, Options.MemoryBytes, Options.MaxResultBytes));
        Run($"CREATE TABLE trades AS SELECT make_timestamp_ns({Origin} + i * {StepNanoseconds} + {TradeShift}) AS Timestamp, (i % 1000)::FLOAT AS Price FROM range({Rows}) r(i)");
        Run($"CREATE TABLE quotes AS SELECT make_timestamp_ns({Origin} + i * {StepNanoseconds}) AS Timestamp, (i % 1000)::FLOAT AS Bid, (i % 1000)::FLOAT AS Ask FROM range({Rows}) r(i)");
        if (Native() != Rows || Store() != Rows)
            throw new InvalidOperationException($"{Native()} and {Store()} rows instead of {Rows}");
    }

    [Benchmark(Baseline = true)]
    public int Native() => Run(Statement("trades", "quotes"));

    [Benchmark]
    public int Store()
    {
        using var result = _engine.ExecuteAsync(Statement("`AAPL/1Sec/TRADE`", "`AAPL/1Sec/QUOTE`")).GetAwaiter().GetResult();
        return (int)result.Buckets[0].Rows.Columns[0].Values<long>()[0];
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _native.Dispose();
        _engine.Dispose();
        await _store.DisposeAsync();
    }

    static string Statement(string trades, string quotes) =>
        $"SELECT count(*) AS n, sum(t.Price - q.Bid) AS d, max(q.Ask) AS a FROM {trades} t ASOF JOIN {quotes} q ON t.Timestamp >= q.Timestamp";

    int Run(string sql)
    {
        var first = 0L;
        using var result = _native.Query(sql, isExplain: true);
        while (result.NextChunk())
            first = result.Values<long>(0)[0];
        return (int)first;
    }

    void Write(string key, long shift, params string[] columns)
    {
        var (epochs, nanoseconds, values) = (new long[Rows], new int[Rows], new float[Rows]);
        for (var row = 0; row < Rows; row++)
        {
            (epochs[row], nanoseconds[row]) = ((Origin + (row * StepNanoseconds) + shift) / 1_000_000_000, (int)(((row * StepNanoseconds) + shift) % 1_000_000_000));
            values[row] = row % 1_000;
        }

        using var rows = new ColumnSeries(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, epochs),
                .. columns.Select(name => Column.Of<float>(name, ElementType.Float32, values)),
                Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, nanoseconds),
            ],
            Rows);
        _store.Write(key, rows, isVariable: true);
    }
}
