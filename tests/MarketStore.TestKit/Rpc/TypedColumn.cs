using System.Runtime.InteropServices;

namespace MarketStore.TestKit.Rpc;

/// <summary>A column to write: its wire type follows from the values.</summary>
public sealed record TypedColumn(string Name, string Type, byte[] Bytes, int RowCount)
{
    public static TypedColumn Of<T>(string name, params T[] values) where T : unmanaged =>
        new(name, TypeOf<T>(), MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), values.Length);

    static string TypeOf<T>() => System.Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.SByte => "i1",
        TypeCode.Int16 => "i2",
        TypeCode.Int32 => "i4",
        TypeCode.Int64 => "i8",
        TypeCode.Byte => "u1",
        TypeCode.UInt16 => "u2",
        TypeCode.UInt32 => "u4",
        TypeCode.UInt64 => "u8",
        TypeCode.Single => "f4",
        TypeCode.Double => "f8",
        _ => throw new ArgumentException($"no wire type for {typeof(T)}"),
    };
}
