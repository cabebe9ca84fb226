using System.Diagnostics.CodeAnalysis;

namespace MarketStore.Core.Types;

/// <summary>Sizes and names of the element types: on disk, on the wire, in shape strings and in error texts.</summary>
public static class ElementTypes
{
    /// <summary>Characters of a stored text.</summary>
    public const int String16Length = 16;

    static readonly Entry[] Entries =
    [
        new(ElementType.Float32, 4, "f4", "float32", "FLOAT32"),
        new(ElementType.Int32, 4, "i4", "int32", "INT32"),
        new(ElementType.Float64, 8, "f8", "float64", "FLOAT64"),
        new(ElementType.Int64, 8, "i8", "int64", "INT64"),
        new(ElementType.Epoch, 0, null, null, "EPOCH"),
        new(ElementType.Byte, 1, "i1", "byte", "BYTE"),
        new(ElementType.Bool, 1, "u1", "bool", "BOOL"),
        new(ElementType.None, 0, null, null, "NONE"),
        new(ElementType.String, 0, null, null, "STRING"),
        new(ElementType.Int16, 2, "i2", "int16", "INT16"),
        new(ElementType.UInt8, 1, "u1", "uint8", "UINT8"),
        new(ElementType.UInt16, 2, "u2", "uint16", "UINT16"),
        new(ElementType.UInt32, 4, "u4", "uint32", "UINT32"),
        new(ElementType.UInt64, 8, "u8", "uint64", "UINT64"),
        new(ElementType.String16, 64, "U16", "string16", "STRING16"),
    ];

    /// <summary>True for the types that a column on disk can have.</summary>
    public static bool IsStorable(this ElementType type) => (int)type < Entries.Length && Entries[(int)type].Size > 0;

    /// <summary>Bytes of one value; 0 for types that are not storable.</summary>
    public static int SizeInBytes(this ElementType type) => (int)type < Entries.Length ? Entries[(int)type].Size : 0;

    /// <summary>The code of the wire, such as <c>f4</c>. BOOL has none of its own and travels as <c>u1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is not storable.</exception>
    public static string WireCode(this ElementType type) =>
        (int)type < Entries.Length && Entries[(int)type].WireCode is { } code ? code : throw new ArgumentOutOfRangeException(nameof(type), type, "type is not storable");

    /// <summary>The word that error texts use, such as <c>FLOAT32</c>.</summary>
    public static string DisplayName(this ElementType type) => (int)type < Entries.Length ? Entries[(int)type].DisplayName : $"type {(int)type}";

    /// <summary>Exactly the codes of the wire; a byte-order prefix is refused.</summary>
    public static bool TryParseWireCode(string code, out ElementType type)
    {
        foreach (var entry in Entries)
        {
            if (entry.WireCode == code && entry.Type != ElementType.Bool)
            {
                type = entry.Type;
                return true;
            }
        }

        type = ElementType.None;
        return false;
    }

    /// <summary>The names of shape strings (<c>float32</c>), in any case; the words of error texts are the same in upper case.</summary>
    public static bool TryParseShapeName(string name, out ElementType type)
    {
        foreach (var entry in Entries)
        {
            if (entry.ShapeName is { } shapeName && shapeName.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                type = entry.Type;
                return true;
            }
        }

        type = ElementType.None;
        return false;
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Made above.")]
    sealed record Entry(ElementType Type, int Size, string? WireCode, string? ShapeName, string DisplayName);
}
