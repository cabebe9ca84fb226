using System.Globalization;

namespace MarketStore.Core.Types;

/// <summary>Name and type of one column. Names are compared byte for byte.</summary>
public readonly record struct DataShape(string Name, ElementType Type)
{
    /// <summary>The longest text that a column may have: a bound on what is believed of a type code.</summary>
    public const int MaxTextLength = 1 << 20;

    readonly int _moreCharacters;

    /// <summary>Characters of each value of a text column. Stored ones have 16; results of SQL can have more.</summary>
    public int TextLength
    {
        get => ElementTypes.String16Length + _moreCharacters;
        init => _moreCharacters = value - ElementTypes.String16Length;
    }

    /// <summary>Bytes of one value.</summary>
    public int ElementBytes => Type == ElementType.String16 ? TextLength * sizeof(uint) : Type.SizeInBytes();

    /// <summary>The code of the wire, such as <c>f4</c> or <c>U16</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is not storable.</exception>
    public string WireCode => _moreCharacters == 0 ? Type.WireCode() : string.Create(CultureInfo.InvariantCulture, $"U{TextLength}");

    /// <summary>Reads the code of an answer's column; texts of any length up to <see cref="MaxTextLength"/> are allowed there.</summary>
    public static bool TryParse(string name, string wireCode, out DataShape shape)
    {
        shape = default;
        if (ElementTypes.TryParseWireCode(wireCode, out var type))
        {
            shape = new(name, type);
            return true;
        }

        if (wireCode is not ['U', .. var digits] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < 1 or > MaxTextLength)
            return false;
        shape = new(name, ElementType.String16) { TextLength = length };
        return true;
    }

    public override string ToString() => $"{{{Name} {Type.DisplayName()}}}";
}
