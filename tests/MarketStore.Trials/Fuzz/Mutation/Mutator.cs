using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MarketStore.Trials.Fuzz.Mutation;

/// <summary>Changes the bytes of an input, a few changes on top of each other, knowing nothing of what they mean.</summary>
sealed class Mutator(Chance chance, IReadOnlyList<byte[]> words)
{
    /// <summary>What inputs grow to, but for the few that repeat a part of themselves very often.</summary>
    public const int MaxBytes = 64 << 10;

    const int MaxRepeatedBytes = 512 << 10;
    const int MaxBlockBytes = 256;

    /// <param name="original">Left as it is.</param>
    /// <param name="other">An input that parts may be taken from.</param>
    public byte[] Mutate(byte[] original, byte[] other)
    {
        var bytes = new List<byte>(original);
        for (var changes = 1 << chance.Below(5); changes > 0; changes--)
            Change(bytes, other);
        if (chance.OneIn(200))
            RepeatOften(bytes);
        else if (bytes.Count > MaxBytes)
            bytes.RemoveRange(MaxBytes, bytes.Count - MaxBytes);
        return [.. bytes];
    }

    void Change(List<byte> bytes, byte[] other)
    {
        switch (bytes.Count == 0 ? 4 : chance.Below(15))
        {
            case 0: bytes[chance.Below(bytes.Count)] ^= (byte)(1 << chance.Below(8)); break;
            case 1: bytes[chance.Below(bytes.Count)] = (byte)chance.Next(); break;
            case 2: bytes[chance.Below(bytes.Count)] += (byte)chance.Between(-16, 16); break;
            case 3: Overwrite(bytes, Number(TellingNumbers.Pick(chance), 1 << chance.Below(4), chance.OneIn(2))); break;
            case 4: Insert(bytes, chance.OneIn(2) ? chance.Bytes(chance.Between(1, 16)) : Number(TellingNumbers.Pick(chance), 1 << chance.Below(4), chance.OneIn(2))); break;
            case 5: Remove(bytes); break;
            case 6: Insert(bytes, Block(bytes)); break;
            case 7: Overwrite(bytes, Block(bytes)); break;
            case 8: Splice(bytes, other); break;
            case 9 or 10 when words.Count > 0: Insert(bytes, chance.Of(words)); break;
            case 11 when words.Count > 0: Overwrite(bytes, chance.Of(words)); break;
            case 12: ChangeLength(bytes); break;
            case 13: Truncate(bytes); break;
            case 14: ChangeDigits(bytes); break;
            default: bytes[chance.Below(bytes.Count)] = chance.Of<byte>([0, 1, 0x7F, 0x80, 0xFF]); break;
        }
    }

    void Insert(List<byte> bytes, byte[] inserted) => bytes.InsertRange(chance.Below(bytes.Count + 1), inserted);

    void Overwrite(List<byte> bytes, byte[] written)
    {
        var start = chance.Below(bytes.Count);
        for (var position = 0; position < written.Length && start + position < bytes.Count; position++)
            bytes[start + position] = written[position];
    }

    void Remove(List<byte> bytes)
    {
        var start = chance.Below(bytes.Count);
        bytes.RemoveRange(start, Math.Min(bytes.Count - start, chance.OneIn(3) ? chance.Between(1, MaxBlockBytes) : chance.Between(1, 8)));
    }

    // Cutting the end off is what a broken connection and a torn file do.
    void Truncate(List<byte> bytes)
    {
        if (!chance.OneIn(4))
            return;
        var kept = chance.Below(bytes.Count + 1);
        bytes.RemoveRange(kept, bytes.Count - kept);
    }

    byte[] Block(List<byte> bytes)
    {
        var start = chance.Below(bytes.Count);
        return [.. bytes.GetRange(start, Math.Min(bytes.Count - start, chance.Between(1, MaxBlockBytes)))];
    }

    void Splice(List<byte> bytes, byte[] other)
    {
        if (other.Length == 0)
            return;
        var start = chance.Below(other.Length);
        var taken = other.AsSpan(start, chance.Between(1, Math.Min(other.Length - start, 4 * MaxBlockBytes))).ToArray();
        if (chance.OneIn(2))
            Insert(bytes, taken);
        else
            Overwrite(bytes, taken);
    }

    /// <summary>Takes the bytes at some place for a length and makes it a little wrong, or right for what follows.</summary>
    void ChangeLength(List<byte> bytes)
    {
        var width = 1 << chance.Below(4);
        if (bytes.Count < width)
            return;
        var (start, isBig) = (chance.Below(bytes.Count - width + 1), chance.OneIn(2));
        Span<byte> field = stackalloc byte[sizeof(long)];
        field.Clear();
        var source = CollectionsMarshal.AsSpan(bytes).Slice(start, width);
        source.CopyTo(isBig ? field[(sizeof(long) - width)..] : field);
        var length = isBig ? BinaryPrimitives.ReadInt64BigEndian(field) : BinaryPrimitives.ReadInt64LittleEndian(field);
        length = chance.Below(3) switch
        {
            0 => length + chance.Between(-16, 16),
            1 => bytes.Count - start - width + chance.Between(-2, 2),
            _ => length << chance.Below(8),
        };
        Number(length, width, isBig).CopyTo(source);
    }

    /// <summary>Puts another number where one stands in decimal.</summary>
    void ChangeDigits(List<byte> bytes)
    {
        var start = chance.Below(bytes.Count);
        while (start < bytes.Count && !char.IsAsciiDigit((char)bytes[start]))
            start++;
        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
            end++;
        if (start == end)
            return;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(TellingNumbers.Pick(chance).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Shows what is not linear, and what recurses.</summary>
    void RepeatOften(List<byte> bytes)
    {
        if (bytes.Count == 0)
            return;
        var block = chance.OneIn(2) ? [bytes[chance.Below(bytes.Count)]] : words.Count > 0 && chance.OneIn(2) ? chance.Of(words) : Block(bytes);
        if (block.Length == 0)
            return;
        var repeated = new byte[block.Length * chance.Between(1, MaxRepeatedBytes / block.Length)];
        for (var position = 0; position < repeated.Length; position++)
            repeated[position] = block[position % block.Length];
        Insert(bytes, repeated);
    }

    static byte[] Number(long value, int width, bool isBig)
    {
        var bytes = new byte[sizeof(long)];
        if (isBig)
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return isBig ? bytes[^width..] : bytes[..width];
    }
}
