using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MarketStore.Storage.Records;

/// <summary>
/// Moves four neighbouring fields of four bytes, or two of eight, between rows and columns: a square of values is read by rows and written by columns, or the other way.
/// What is left of a square, and all on a machine without such instructions, goes value by value. The caller has checked that all rows are there.
/// </summary>
internal static class VectorTransposer
{
    const int QuadBytes = 4;
    const int PairBytes = 8;

    static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    public static void QuadToColumns(ref byte field, nint rowStride, Span<uint> first, Span<uint> second, Span<uint> third, Span<uint> fourth)
    {
        var row = 0;
        if (IsSupported)
        {
            ref var a = ref MemoryMarshal.GetReference(first);
            ref var b = ref MemoryMarshal.GetReference(second);
            ref var c = ref MemoryMarshal.GetReference(third);
            ref var d = ref MemoryMarshal.GetReference(fourth);
            for (; row <= first.Length - 4; row += 4)
            {
                ref var source = ref Unsafe.Add(ref field, row * rowStride);
                var r0 = Vector128.LoadUnsafe(ref source).AsUInt32();
                var r1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, rowStride)).AsUInt32();
                var r2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * rowStride)).AsUInt32();
                var r3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * rowStride)).AsUInt32();
                Transpose(ref r0, ref r1, ref r2, ref r3);
                r0.StoreUnsafe(ref a, (nuint)row);
                r1.StoreUnsafe(ref b, (nuint)row);
                r2.StoreUnsafe(ref c, (nuint)row);
                r3.StoreUnsafe(ref d, (nuint)row);
            }
        }

        for (; row < first.Length; row++)
        {
            ref var source = ref Unsafe.Add(ref field, row * rowStride);
            first[row] = Unsafe.ReadUnaligned<uint>(ref source);
            second[row] = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, QuadBytes));
            third[row] = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, 2 * QuadBytes));
            fourth[row] = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, 3 * QuadBytes));
        }
    }

    public static void QuadToRows(ReadOnlySpan<uint> first, ReadOnlySpan<uint> second, ReadOnlySpan<uint> third, ReadOnlySpan<uint> fourth, ref byte field, nint rowStride)
    {
        var row = 0;
        if (IsSupported)
        {
            ref var a = ref MemoryMarshal.GetReference(first);
            ref var b = ref MemoryMarshal.GetReference(second);
            ref var c = ref MemoryMarshal.GetReference(third);
            ref var d = ref MemoryMarshal.GetReference(fourth);
            for (; row <= first.Length - 4; row += 4)
            {
                ref var target = ref Unsafe.Add(ref field, row * rowStride);
                var r0 = Vector128.LoadUnsafe(ref a, (nuint)row);
                var r1 = Vector128.LoadUnsafe(ref b, (nuint)row);
                var r2 = Vector128.LoadUnsafe(ref c, (nuint)row);
                var r3 = Vector128.LoadUnsafe(ref d, (nuint)row);
                Transpose(ref r0, ref r1, ref r2, ref r3);
                r0.AsByte().StoreUnsafe(ref target);
                r1.AsByte().StoreUnsafe(ref Unsafe.Add(ref target, rowStride));
                r2.AsByte().StoreUnsafe(ref Unsafe.Add(ref target, 2 * rowStride));
                r3.AsByte().StoreUnsafe(ref Unsafe.Add(ref target, 3 * rowStride));
            }
        }

        for (; row < first.Length; row++)
        {
            ref var target = ref Unsafe.Add(ref field, row * rowStride);
            Unsafe.WriteUnaligned(ref target, first[row]);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, QuadBytes), second[row]);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, 2 * QuadBytes), third[row]);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, 3 * QuadBytes), fourth[row]);
        }
    }

    public static void PairToColumns(ref byte field, nint rowStride, Span<ulong> first, Span<ulong> second)
    {
        var row = 0;
        if (IsSupported)
        {
            ref var a = ref MemoryMarshal.GetReference(first);
            ref var b = ref MemoryMarshal.GetReference(second);
            for (; row <= first.Length - 2; row += 2)
            {
                ref var source = ref Unsafe.Add(ref field, row * rowStride);
                var r0 = Vector128.LoadUnsafe(ref source).AsUInt64();
                var r1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, rowStride)).AsUInt64();
                Low(r0, r1).StoreUnsafe(ref a, (nuint)row);
                High(r0, r1).StoreUnsafe(ref b, (nuint)row);
            }
        }

        for (; row < first.Length; row++)
        {
            ref var source = ref Unsafe.Add(ref field, row * rowStride);
            first[row] = Unsafe.ReadUnaligned<ulong>(ref source);
            second[row] = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, PairBytes));
        }
    }

    public static void PairToRows(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, ref byte field, nint rowStride)
    {
        var row = 0;
        if (IsSupported)
        {
            ref var a = ref MemoryMarshal.GetReference(first);
            ref var b = ref MemoryMarshal.GetReference(second);
            for (; row <= first.Length - 2; row += 2)
            {
                ref var target = ref Unsafe.Add(ref field, row * rowStride);
                var (c0, c1) = (Vector128.LoadUnsafe(ref a, (nuint)row), Vector128.LoadUnsafe(ref b, (nuint)row));
                Low(c0, c1).AsByte().StoreUnsafe(ref target);
                High(c0, c1).AsByte().StoreUnsafe(ref Unsafe.Add(ref target, rowStride));
            }
        }

        for (; row < first.Length; row++)
        {
            ref var target = ref Unsafe.Add(ref field, row * rowStride);
            Unsafe.WriteUnaligned(ref target, first[row]);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, PairBytes), second[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Transpose(ref Vector128<uint> r0, ref Vector128<uint> r1, ref Vector128<uint> r2, ref Vector128<uint> r3)
    {
        var (low01, low23) = (Low(r0, r1).AsUInt64(), Low(r2, r3).AsUInt64());
        var (high01, high23) = (High(r0, r1).AsUInt64(), High(r2, r3).AsUInt64());
        r0 = Low(low01, low23).AsUInt32();
        r1 = High(low01, low23).AsUInt32();
        r2 = Low(high01, high23).AsUInt32();
        r3 = High(high01, high23).AsUInt32();
    }

    static Vector128<uint> Low(Vector128<uint> left, Vector128<uint> right) => Sse2.IsSupported ? Sse2.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    static Vector128<uint> High(Vector128<uint> left, Vector128<uint> right) => Sse2.IsSupported ? Sse2.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);

    static Vector128<ulong> Low(Vector128<ulong> left, Vector128<ulong> right) => Sse2.IsSupported ? Sse2.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    static Vector128<ulong> High(Vector128<ulong> left, Vector128<ulong> right) => Sse2.IsSupported ? Sse2.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);
}
