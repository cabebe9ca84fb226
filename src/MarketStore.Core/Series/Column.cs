using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Types;

namespace MarketStore.Core.Series;

/// <summary>One named column: the values of all rows, packed and little-endian, as they lie on the wire.</summary>
public readonly record struct Column(string Name, ElementType Type, ReadOnlyMemory<byte> Data)
{
    readonly int _moreCharacters;

    public DataShape Shape => new(Name, Type) { TextLength = TextLength };

    /// <summary>Characters of each value of a text column. Stored ones have 16; results of SQL can have more.</summary>
    public int TextLength
    {
        get => ElementTypes.String16Length + _moreCharacters;
        init => _moreCharacters = value - ElementTypes.String16Length;
    }

    /// <summary>Bytes of one value.</summary>
    public int ElementBytes => Shape.ElementBytes;

    public int RowCount => Data.Length / ElementBytes;

    /// <summary>The values in place. <typeparamref name="T"/> must be as wide as the column's type.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span);

    public static Column Of<T>(string name, ElementType type, ReadOnlySpan<T> values)
        where T : unmanaged => new(name, type, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Texts, as wide as the longest of them and <see cref="ElementTypes.String16Length"/> characters at least.</summary>
    public static Column OfTexts(string name, IReadOnlyList<string> texts)
    {
        var length = texts.Select(text => text.EnumerateRunes().Count()).Append(ElementTypes.String16Length).Max();
        var bytes = new byte[texts.Count * length * sizeof(uint)];
        for (var row = 0; row < texts.Count; row++)
            Encoding.UTF32.GetBytes(texts[row], bytes.AsSpan(row * length * sizeof(uint)));
        return OfTexts(name, length, bytes);
    }

    /// <summary>Texts of any length, each of so many UTF-32 code points, zero padded on the right.</summary>
    public static Column OfTexts(string name, int textLength, ReadOnlyMemory<byte> data) => new(name, ElementType.String16, data) { TextLength = textLength };
}
