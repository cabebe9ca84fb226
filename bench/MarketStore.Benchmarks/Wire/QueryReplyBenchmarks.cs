using System.Buffers;
using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Core.Series;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;

namespace MarketStore.Benchmarks.Wire;

/// <summary>An answer in MessagePack, from columns to the bytes that go out. The limit is a copy of its bytes.</summary>
public class QueryReplyBenchmarks
{
    static readonly byte[] Id = [0xA1, (byte)'1'];

    readonly MessagePackCodec _codec = new();
    readonly PipeWriter _sink = PipeWriter.Create(Stream.Null);
    ColumnSeries _rows = null!;
    Limits _limits = null!;

    [Params(10, 527_040)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _rows = DataSet.BarRows(DataSet.YearStart, Rows);
        using var reply = new ReplyBody();
        using var result = Response();
        _codec.WriteResult(reply, result, Id);
        _limits = new((int)reply.Length);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public async Task Write()
    {
        using var reply = new ReplyBody();
        using var result = Response();
        _codec.WriteResult(reply, result, Id);
        await reply.WriteToAsync(_sink);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _limits.Dispose();
        _rows.Dispose();
    }

    QueryResponse Response() => new([new Dataset([.. _rows.Shapes], [new("AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup", _rows)])], "", "UTC", []);
}
