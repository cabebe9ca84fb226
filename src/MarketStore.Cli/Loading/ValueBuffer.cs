using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>The values of one column of a batch.</summary>
internal sealed class ValueBuffer(DataShape shape, int capacity)
{
    readonly int _valueBytes = shape.Type.SizeInBytes();
    readonly ValueWriter _write = ValueWriters.For(shape.Type);
    readonly byte[] _values = new byte[shape.Type.SizeInBytes() * capacity];

    public bool TrySet(int row, ReadOnlySpan<char> text) => _write(text, _values.AsSpan(row * _valueBytes, _valueBytes));

    /// <summary>The first rows, in place: valid until the next value is set.</summary>
    public Column ToColumn(int rowCount) => new(shape.Name, shape.Type, _values.AsMemory(0, rowCount * _valueBytes));
}
