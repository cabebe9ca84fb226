namespace MarketStore.Core.Types;

/// <summary>Name and type of one column. Names are compared byte for byte.</summary>
public readonly record struct DataShape(string Name, ElementType Type)
{
    public override string ToString() => $"{{{Name} {Type.DisplayName()}}}";
}
