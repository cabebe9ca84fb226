using System.Globalization;
using System.Runtime.InteropServices;

namespace MarketStore.TestKit.Golden;

/// <summary>The values of one column of one bucket, as sent.</summary>
public sealed record DatasetColumn(string Name, string Type, byte[] Bytes)
{
    public bool IsFloat => Type is "f4" or "f8";

    public static int ElementSize(string type)
    {
        if (type.Length < 2 || !int.TryParse(type.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw new FormatException($"unknown type '{type}'");
        return type[0] == 'U' ? 4 * size : size;
    }

    public ReadOnlySpan<T> As<T>() where T : unmanaged
    {
        if (Bytes.Length % Marshal.SizeOf<T>() != 0)
            throw new FormatException($"{Bytes.Length} bytes of {Name} are no whole number of {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    public double[] AsFloats() => Type == "f4" ? [.. As<float>().ToArray().Select(value => (double)value)] : As<double>().ToArray();

    /// <summary>The first values, for a message.</summary>
    public string Show() => Type switch
    {
        "f4" => Show(As<float>()),
        "f8" => Show(As<double>()),
        "i8" => Show(As<long>()),
        "i4" => Show(As<int>()),
        "i2" => Show(As<short>()),
        "u8" => Show(As<ulong>()),
        "u4" => Show(As<uint>()),
        "u2" => Show(As<ushort>()),
        "i1" or "u1" => Show(As<byte>()),
        _ => Plain.Brief(Bytes),
    };

    static string Show<T>(ReadOnlySpan<T> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Length} rows [{string.Join(", ", values[..Math.Min(values.Length, 6)].ToArray())}{(values.Length > 6 ? ", ..." : "")}]");
}
