using System.Buffers.Binary;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Trials.Model;

/// <summary>Makes values of every type.</summary>
sealed class ValueGenerator(Random random)
{
    /// <param name="isSmall">Only values whose sums are exact in every type but the narrowest.</param>
    public Column Column(string name, ElementType type, int count, bool isSmall)
    {
        var size = type.SizeInBytes();
        var bytes = new byte[size * count];
        var isZero = random.OneIn(25);
        for (var row = 0; row < count && !isZero; row++)
        {
            if (!random.OneIn(15))
                Fill(type, bytes.AsSpan(row * size, size), isSmall);
        }

        return new(name, type, bytes);
    }

    void Fill(ElementType type, Span<byte> target, bool isSmall)
    {
        switch (type)
        {
            case ElementType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(target, (float)Real(isSmall));
                break;
            case ElementType.Float64:
                BinaryPrimitives.WriteDoubleLittleEndian(target, Real(isSmall));
                break;
            case ElementType.Bool:
                target[0] = (byte)random.Next(2);
                break;
            case ElementType.String16:
                for (var character = random.Next(1, 17); character > 0; character--)
                    BinaryPrimitives.WriteInt32LittleEndian(target[((character - 1) * sizeof(int))..], random.Next(0x20, 0x3000));
                break;
            default:
                FillInteger(type, target, isSmall);
                break;
        }
    }

    double Real(bool isSmall) => !isSmall && random.OneIn(20)
        ? random.Pick(double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, float.MaxValue, 0.1)
        : isSmall && random.OneIn(40) ? double.NaN
        : random.Next(-4_000, 4_000) / (isSmall || random.Next(2) == 0 ? 4.0 : 1.0);

    void FillInteger(ElementType type, Span<byte> target, bool isSmall)
    {
        if (!isSmall && random.OneIn(4))
        {
            random.NextBytes(target);
            return;
        }

        var isSigned = type is ElementType.Byte or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;
        var value = random.Next(isSigned ? -40 : 0, 100);
        target.Fill(value < 0 ? (byte)0xFF : (byte)0);
        target[0] = (byte)value;
    }
}
