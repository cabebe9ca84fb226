using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Series;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using MessagePack;

namespace MarketStore.Benchmarks.Wire;

/// <summary>A write of 10,000 bars as it comes in, in MessagePack: one symbol or many. The limit is a copy of its bytes; columns are not copied, so it can be beaten.</summary>
public class WriteRequestBenchmarks
{
    const int Rows = 10_000;

    readonly MessagePackCodec _codec = new();
    byte[] _body = [];
    Limits _limits = null!;

    [Params(1, 50)]
    public int Symbols { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _body = Body(Symbols);
        _limits = new(_body.Length);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public IReadOnlyList<WriteRequest> Read() => _codec.ReadWrites(_codec.ReadRequest(_body).Parameters);

    [GlobalCleanup]
    public void Cleanup() => _limits.Dispose();

    static byte[] Body(int symbols)
    {
        var rows = DataSet.BarRows(DataSet.YearStart, Rows);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(4);
        writer.Write("jsonrpc");
        writer.Write("2.0");
        writer.Write("id");
        writer.Write("1");
        writer.Write("method");
        writer.Write("DataService.Write");
        writer.Write("params");
        writer.WriteMapHeader(1);
        writer.Write("requests");
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(2);
        writer.Write("is_variable_length");
        writer.Write(false);
        writer.Write("dataset");
        writer.WriteMapHeader(6);
        WriteList(ref writer, "types", rows.Columns, static (ref MessagePackWriter inner, Column column) => inner.Write(column.Type == Core.Types.ElementType.Float32 ? "f4" : "i8"));
        WriteList(ref writer, "names", rows.Columns, static (ref MessagePackWriter inner, Column column) => inner.Write(column.Name));
        WriteList(ref writer, "data", rows.Columns, static (ref MessagePackWriter inner, Column column) => inner.Write(column.Data.Span));
        writer.Write("length");
        writer.Write(Rows);
        WriteCounts(ref writer, "startindex", symbols, position => position * (Rows / symbols));
        WriteCounts(ref writer, "lengths", symbols, _ => Rows / symbols);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    delegate void ItemWriter(ref MessagePackWriter writer, Column column);

    static void WriteList(ref MessagePackWriter writer, string name, IReadOnlyList<Column> columns, ItemWriter write)
    {
        writer.Write(name);
        writer.WriteArrayHeader(columns.Count);
        foreach (var column in columns)
            write(ref writer, column);
    }

    static void WriteCounts(ref MessagePackWriter writer, string name, int symbols, Func<int, int> count)
    {
        writer.Write(name);
        writer.WriteMapHeader(symbols);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            writer.Write($"S{symbol}/1Min/OHLCV:Symbol/Timeframe/AttributeGroup");
            writer.Write(count(symbol));
        }
    }
}
