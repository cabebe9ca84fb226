using System.Buffers.Binary;
using System.Text;

namespace MarketStore.TestKit.MessagePack;

/// <summary>
/// Reads MessagePack into plain values: null, <see cref="bool"/>, <see cref="long"/> (<see cref="ulong"/> beyond its range), <see cref="double"/>,
/// <see cref="string"/>, <c>byte[]</c>, <c>List&lt;object?&gt;</c> and <c>Dictionary&lt;string, object?&gt;</c>.
/// </summary>
public ref struct MessagePackDecoder
{
    readonly ReadOnlySpan<byte> _source;
    int _position;

    MessagePackDecoder(ReadOnlySpan<byte> source) => _source = source;

    /// <exception cref="FormatException">The bytes are not exactly one value.</exception>
    public static object? Decode(ReadOnlySpan<byte> source)
    {
        var decoder = new MessagePackDecoder(source);
        var value = decoder.ReadValue();
        if (decoder._position != source.Length)
            throw new FormatException($"{source.Length - decoder._position} trailing bytes");
        return value;
    }

    object? ReadValue()
    {
        var code = Take(1)[0];
        return code switch
        {
            < 0x80 => (long)code,
            < 0x90 => ReadMap(code & 15),
            < 0xA0 => ReadList(code & 15),
            < 0xC0 => ReadText(code & 31),
            0xC0 => null,
            0xC2 => false,
            0xC3 => true,
            >= 0xC4 and <= 0xC6 => Take(ReadLength(1 << (code - 0xC4))).ToArray(),
            0xCA => (double)BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float))),
            0xCB => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double))),
            >= 0xCC and <= 0xCF => ReadUnsigned(1 << (code - 0xCC)) switch { <= long.MaxValue and var value => (long)value, var value => value },
            >= 0xD0 and <= 0xD3 => ReadSigned(1 << (code - 0xD0)),
            >= 0xD9 and <= 0xDB => ReadText(ReadLength(1 << (code - 0xD9))),
            0xDC or 0xDD => ReadList(ReadLength(2 << (code - 0xDC))),
            0xDE or 0xDF => ReadMap(ReadLength(2 << (code - 0xDE))),
            >= 0xE0 => (long)(sbyte)code,
            _ => throw new FormatException($"unsupported MessagePack code 0x{code:x2} at {_position - 1}"),
        };
    }

    List<object?> ReadList(int count)
    {
        var list = new List<object?>();
        for (var item = 0; item < count; item++)
            list.Add(ReadValue());
        return list;
    }

    Dictionary<string, object?> ReadMap(int count)
    {
        var map = new Dictionary<string, object?>();
        for (var entry = 0; entry < count; entry++)
        {
            var key = ReadValue() as string ?? throw new FormatException($"a map key that is no string, before {_position}");
            map[key] = ReadValue();
        }
        return map;
    }

    string ReadText(int length) => Encoding.UTF8.GetString(Take(length));

    int ReadLength(int size) => checked((int)ReadUnsigned(size));

    ulong ReadUnsigned(int size)
    {
        var value = 0UL;
        foreach (var next in Take(size))
            value = value << 8 | next;
        return value;
    }

    long ReadSigned(int size)
    {
        var unusedBits = 64 - size * 8;
        return (long)(ReadUnsigned(size) << unusedBits) >> unusedBits;
    }

    ReadOnlySpan<byte> Take(int length)
    {
        if (length > _source.Length - _position)
            throw new FormatException($"cut short at {_source.Length}: {length} bytes wanted at {_position}");
        var taken = _source.Slice(_position, length);
        _position += length;
        return taken;
    }
}
