using System.Buffers.Binary;
using System.Collections;
using System.Text;

namespace MarketStore.TestKit.MessagePack;

/// <summary>
/// Writes plain values as MessagePack, each in its shortest form: null, booleans, whole numbers, <see cref="double"/>, <see cref="string"/>,
/// <c>byte[]</c>, lists, and maps as <c>Dictionary&lt;string, object?&gt;</c>. A <see cref="RawMessagePack"/> is put in as it is.
/// </summary>
public static class MessagePackEncoder
{
    public static byte[] Encode(object? value)
    {
        var target = new MemoryStream();
        Write(target, value);
        return target.ToArray();
    }

    static void Write(MemoryStream target, object? value)
    {
        switch (value)
        {
            case null: target.WriteByte(0xC0); break;
            case bool flag: target.WriteByte(flag ? (byte)0xC3 : (byte)0xC2); break;
            case byte or sbyte or short or ushort or int or uint or long: WriteInteger(target, Convert.ToInt64(value, null)); break;
            case ulong number: WriteUnsigned(target, number); break;
            case float number: WriteBigEndian(target, 0xCA, BitConverter.SingleToUInt32Bits(number), sizeof(float)); break;
            case double number: WriteBigEndian(target, 0xCB, BitConverter.DoubleToUInt64Bits(number), sizeof(double)); break;
            case string text: WriteString(target, text); break;
            case byte[] blob: WriteBlob(target, blob); break;
            case RawMessagePack raw: target.Write(raw.Bytes); break;
            case IDictionary<string, object?> map: WriteMap(target, map); break;
            case IList list: WriteList(target, list); break;
            default: throw new ArgumentException($"no MessagePack form for {value.GetType()}", nameof(value));
        }
    }

    static void WriteInteger(MemoryStream target, long value)
    {
        if (value >= 0)
            WriteUnsigned(target, (ulong)value);
        else if (value >= -32)
            target.WriteByte((byte)value);
        else if (value >= sbyte.MinValue)
            WriteBigEndian(target, 0xD0, (ulong)value, sizeof(sbyte));
        else if (value >= short.MinValue)
            WriteBigEndian(target, 0xD1, (ulong)value, sizeof(short));
        else if (value >= int.MinValue)
            WriteBigEndian(target, 0xD2, (ulong)value, sizeof(int));
        else
            WriteBigEndian(target, 0xD3, (ulong)value, sizeof(long));
    }

    static void WriteUnsigned(MemoryStream target, ulong value)
    {
        if (value < 0x80)
            target.WriteByte((byte)value);
        else if (value <= byte.MaxValue)
            WriteBigEndian(target, 0xCC, value, sizeof(byte));
        else if (value <= ushort.MaxValue)
            WriteBigEndian(target, 0xCD, value, sizeof(ushort));
        else if (value <= uint.MaxValue)
            WriteBigEndian(target, 0xCE, value, sizeof(uint));
        else
            WriteBigEndian(target, 0xCF, value, sizeof(ulong));
    }

    static void WriteString(MemoryStream target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 32)
            target.WriteByte((byte)(0xA0 | bytes.Length));
        else if (bytes.Length <= byte.MaxValue)
            WriteBigEndian(target, 0xD9, (ulong)bytes.Length, sizeof(byte));
        else
            WriteLength16Or32(target, 0xDA, 0xDB, bytes.Length);
        target.Write(bytes);
    }

    static void WriteBlob(MemoryStream target, byte[] blob)
    {
        if (blob.Length <= byte.MaxValue)
            WriteBigEndian(target, 0xC4, (ulong)blob.Length, sizeof(byte));
        else
            WriteLength16Or32(target, 0xC5, 0xC6, blob.Length);
        target.Write(blob);
    }

    static void WriteMap(MemoryStream target, IDictionary<string, object?> map)
    {
        if (map.Count < 16)
            target.WriteByte((byte)(0x80 | map.Count));
        else
            WriteLength16Or32(target, 0xDE, 0xDF, map.Count);
        foreach (var (key, value) in map)
        {
            WriteString(target, key);
            Write(target, value);
        }
    }

    static void WriteList(MemoryStream target, IList list)
    {
        if (list.Count < 16)
            target.WriteByte((byte)(0x90 | list.Count));
        else
            WriteLength16Or32(target, 0xDC, 0xDD, list.Count);
        foreach (var item in list)
            Write(target, item);
    }

    static void WriteLength16Or32(MemoryStream target, byte code16, byte code32, int length)
    {
        if (length <= ushort.MaxValue)
            WriteBigEndian(target, code16, (ulong)length, sizeof(ushort));
        else
            WriteBigEndian(target, code32, (ulong)length, sizeof(uint));
    }

    static void WriteBigEndian(MemoryStream target, byte code, ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        target.WriteByte(code);
        target.Write(bytes[(sizeof(ulong) - size)..]);
    }
}
