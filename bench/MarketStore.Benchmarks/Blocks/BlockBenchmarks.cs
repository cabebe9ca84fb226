using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using MarketStore.Benchmarks.Support;
using MarketStore.Storage.Records;

namespace MarketStore.Benchmarks.Blocks;

/// <summary>The ticks of one slot to a block and back. The limit is a copy of the rows' bytes.</summary>
public class BlockBenchmarks
{
    const int RowBytes = 12;

    byte[] _rows = [];
    byte[] _decoded = [];
    byte[] _block = [];
    int _blockBytes;
    Limits _limits = null!;

    [Params(5, 300, 20_000)]
    public int Ticks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_rows, _decoded) = (new byte[Ticks * RowBytes], new byte[Ticks * RowBytes]);
        // Prices that move by a cent now and then, as quotes do.
        var (chance, cents) = (new Random(3), 10_000);
        for (var row = 0; row < Ticks; row++)
        {
            cents += chance.Next(-1, 2);
            BinaryPrimitives.WriteSingleLittleEndian(_rows.AsSpan(row * RowBytes), cents / 100f);
            BinaryPrimitives.WriteSingleLittleEndian(_rows.AsSpan((row * RowBytes) + 4), (cents + 1) / 100f);
            BinaryPrimitives.WriteUInt32LittleEndian(_rows.AsSpan((row * RowBytes) + 8), (uint)(row * (uint.MaxValue / (long)Ticks)));
        }

        _block = new byte[RecordBlock.MaxStoredBytes(_rows.Length, isCompressed: true)];
        _blockBytes = RecordBlock.Encode(_rows, _block, isCompressed: true);
        _limits = new(_rows.Length);
    }

    [Benchmark(Baseline = true)]
    public byte MemoryCopy() => _limits.MemoryCopy();

    [Benchmark]
    public int Encode() => RecordBlock.Encode(_rows, _block, isCompressed: true);

    [Benchmark]
    public bool Decode() => RecordBlock.TryDecode(_block.AsSpan(0, _blockBytes), _decoded, isCompressed: true);

    [GlobalCleanup]
    public void Cleanup() => _limits.Dispose();
}
