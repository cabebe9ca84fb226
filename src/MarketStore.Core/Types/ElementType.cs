namespace MarketStore.Core.Types;

/// <summary>The type of one column. The numbers stand in year-file headers and in logs and never change. Layout: docs/file-format.md, "Element types".</summary>
public enum ElementType : byte
{
    Float32 = 0,
    Int32 = 1,
    Float64 = 2,
    Int64 = 3,

    /// <summary>Never stored any more; a header that holds it is damaged.</summary>
    Epoch = 4,
    Byte = 5,
    Bool = 6,
    None = 7,
    String = 8,
    Int16 = 9,
    UInt8 = 10,
    UInt16 = 11,
    UInt32 = 12,
    UInt64 = 13,

    /// <summary>Sixteen UTF-32 code points, zero padded on the right.</summary>
    String16 = 14,
}
