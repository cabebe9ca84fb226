using System.Runtime.InteropServices;
using MarketStore.Core.Types;

namespace MarketStore.Core.Series;

/// <summary>One named column: the values of all rows, packed and little-endian, as they lie on the wire.</summary>
public readonly record struct Column(string Name, ElementType Type, ReadOnlyMemory<byte> Data)
{
    public DataShape Shape => new(Name, Type);

    public int RowCount => Data.Length / Type.SizeInBytes();

    /// <summary>The values in place. <typeparamref name="T"/> must be as wide as the column's type.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span);

    public static Column Of<T>(string name, ElementType type, ReadOnlySpan<T> values)
        where T : unmanaged => new(name, type, MemoryMarshal.AsBytes(values).ToArray());
}
