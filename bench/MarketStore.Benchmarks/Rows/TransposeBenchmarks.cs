using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Records;

namespace MarketStore.Benchmarks.Rows;

/// <summary>Rows to columns and back, by the widths of the columns. The limit is a copy of the rows' bytes.</summary>
public class TransposeBenchmarks
{
    const int Rows = 8_192;

    Column[] _columns = [];
    byte[][] _targets = [];
    byte[] _rows = [];
    BucketSchema _schema = null!;
    Limits _limits = null!;

    [Params("f4 f4 f4 f4 i8", "f8 f8 f8 f8 f8", "i2 u1 f4 i8")]
    public string Types { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        DataShape[] shapes = [.. Types.Split(' ').Select((code, column) => new DataShape($"C{column}", ElementTypes.TryParseWireCode(code, out var type) ? type : throw new InvalidOperationException(code)))];
        _ = Core.Time.Timeframe.TryParse("1Min", out var timeframe);
        _schema = new(timeframe, RecordType.Fixed, shapes, "");
        _columns = DataSet.Columns(shapes, Rows);
        _targets = [.. _columns.Select(column => new byte[column.Data.Length])];
        _rows = new byte[Rows * _schema.RecordLength];
        _limits = new(_rows.Length);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public byte ToRows()
    {
        RowTransposer.ToRows(_columns, _schema.LoggedFields, 0, Rows, [], _rows, _schema.RecordLength);
        return _rows[^1];
    }

    [Benchmark]
    public byte ToColumns()
    {
        RowTransposer.ToColumns(_rows, _schema.RecordLength, Rows, _schema.LoggedFields, new Targets(_targets));
        return _targets[^1][^1];
    }

    [GlobalCleanup]
    public void Cleanup() => _limits.Dispose();

    readonly struct Targets(byte[][] columns) : IColumnSpans
    {
        public Span<byte> this[int column] => columns[column];
    }
}
