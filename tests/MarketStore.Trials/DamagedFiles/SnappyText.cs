namespace MarketStore.Trials.DamagedFiles;

/// <summary>Decodes a raw Snappy block by its description: the length as a varint, then literals and copies. Written for plainness.</summary>
static class SnappyText
{
    const int MaxBytes = 1 << 24;

    /// <summary>Null when the bytes are no block that decodes to the length it claims, and to nothing more.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> block)
    {
        if (ReadLength(ref block) is not { } length)
            return null;
        var text = new List<byte>(length);
        while (!block.IsEmpty)
        {
            var tag = block[0];
            block = block[1..];
            var isRead = (tag & 3) == 0 ? TakeLiteral(ref block, tag >> 2, text) : TakeCopy(ref block, tag, text);
            if (!isRead || text.Count > length)
                return null;
        }

        return text.Count == length ? [.. text] : null;
    }

    static int? ReadLength(ref ReadOnlySpan<byte> block)
    {
        ulong length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (block.IsEmpty)
                return null;
            var part = block[0];
            block = block[1..];
            length |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return length <= MaxBytes ? (int)length : null;
        }

        return null;
    }

    static bool TakeLiteral(ref ReadOnlySpan<byte> block, int size, List<byte> text)
    {
        long length = size;
        if (size >= 60)
        {
            var bytes = size - 59;
            if (block.Length < bytes)
                return false;
            length = 0;
            for (var part = 0; part < bytes; part++)
                length |= (long)block[part] << (8 * part);
            block = block[bytes..];
        }

        if (++length > block.Length)
            return false;
        text.AddRange(block[..(int)length]);
        block = block[(int)length..];
        return true;
    }

    static bool TakeCopy(ref ReadOnlySpan<byte> block, byte tag, List<byte> text)
    {
        var bytes = (tag & 3) switch
        {
            1 => 1,
            2 => 2,
            _ => 4,
        };
        if (block.Length < bytes)
            return false;
        long distance = 0;
        for (var part = 0; part < bytes; part++)
            distance |= (long)block[part] << (8 * part);
        block = block[bytes..];
        var length = (tag >> 2) + 1;
        if (bytes == 1)
            (length, distance) = (((tag >> 2) & 7) + 4, distance | ((long)(tag >> 5) << 8));
        if (distance == 0 || distance > text.Count)
            return false;
        for (; length > 0; length--)
            text.Add(text[text.Count - (int)distance]);
        return true;
    }
}
