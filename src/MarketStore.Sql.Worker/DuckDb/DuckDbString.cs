using System.Runtime.InteropServices;

namespace MarketStore.Sql.Worker.DuckDb;

/// <summary>A text as vectors hold it: up to 12 bytes in place, longer ones elsewhere.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly unsafe struct DuckDbString
{
    const int MaxInPlace = 12;

    readonly uint _length;
    readonly uint _prefix;
    readonly byte* _bytes;

    /// <summary>The UTF-8 bytes; valid as long as the vector is. The string must lie in the vector itself.</summary>
    public static ReadOnlySpan<byte> BytesOf(ref readonly DuckDbString text) => text._length <= MaxInPlace
        ? MemoryMarshal.AsBytes(new ReadOnlySpan<DuckDbString>(in text)).Slice(sizeof(uint), (int)text._length)
        : new(text._bytes, (int)text._length);
}
