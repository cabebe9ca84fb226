namespace MarketStore.Storage.Records;

/// <summary>
/// The elements of raw Snappy blocks: decodes small blocks itself, of which a file of ticks has very many, since a general decoder takes longer to begin than to decode them. Of larger ones it
/// adds up what the elements of a raw Snappy block yield. The decoder stops at the length that the block claims and says nothing of elements that go beyond it,
/// as they do once a bit of a copy's length or distance has flipped: such a block would give rows that nobody wrote.
/// </summary>
internal static class SnappyElements
{
    const int MaxShortLiteral = 60;

    /// <summary>Decodes a block. Returns false when its elements do not make just so many bytes and end where the block ends, or point before the start.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> block, Span<byte> target)
    {
        var position = 0;
        while (position < block.Length && block[position] >= 0x80)
            position++;
        position++;
        var written = 0;
        while (position < block.Length)
        {
            var tag = block[position++];
            var kind = tag & 3;
            var length = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
            if (kind == 0)
            {
                if (length > MaxShortLiteral)
                {
                    var sizeBytes = length - MaxShortLiteral;
                    if (sizeBytes > block.Length - position)
                        return false;
                    var size = 1 + ReadSize(block.Slice(position, sizeBytes));
                    if (size > block.Length)
                        return false;
                    (length, position) = ((int)size, position + sizeBytes);
                }

                if (length > block.Length - position || length > target.Length - written)
                    return false;
                block.Slice(position, length).CopyTo(target[written..]);
                position += length;
            }
            else
            {
                var distanceBytes = kind == 3 ? 4 : kind;
                if (distanceBytes > block.Length - position)
                    return false;
                var distance = ReadSize(block.Slice(position, distanceBytes)) | (kind == 1 ? (long)(tag >> 5) << 8 : 0);
                if (distance == 0 || distance > written || length > target.Length - written)
                    return false;
                CopyWithin(target, written, (int)distance, length);
                position += distanceBytes;
            }

            written += length;
        }

        return position == block.Length && written == target.Length;
    }

    /// <summary>True when the elements yield just so many bytes and end where the block ends.</summary>
    public static bool Yield(ReadOnlySpan<byte> block, int length)
    {
        var position = 0L;
        while (position < block.Length && block[(int)position] >= 0x80)
            position++;
        position++;
        long yielded = 0;
        while (position < block.Length)
        {
            var tag = block[(int)position++];
            var bytes = (tag >> 2) + 1;
            switch (tag & 3)
            {
                case 0 when bytes <= MaxShortLiteral:
                    position += bytes;
                    break;
                case 0:
                    var sizeBytes = bytes - MaxShortLiteral;
                    if (position + sizeBytes > block.Length)
                        return false;
                    var literal = 1 + ReadSize(block.Slice((int)position, sizeBytes));
                    position += sizeBytes + literal;
                    yielded += literal - bytes;
                    break;
                case 1:
                    bytes = ((tag >> 2) & 7) + 4;
                    position += 1;
                    break;
                case 2:
                    position += 2;
                    break;
                default:
                    position += 4;
                    break;
            }

            yielded += bytes;
            if (yielded > length)
                return false;
        }

        return position == block.Length && yielded == length;
    }

    /// <summary>A copy may reach into what it writes: then it repeats.</summary>
    static void CopyWithin(Span<byte> target, int position, int distance, int length)
    {
        if (distance >= length)
        {
            target.Slice(position - distance, length).CopyTo(target[position..]);
            return;
        }

        for (var end = position + length; position < end; position++)
            target[position] = target[position - distance];
    }

    static long ReadSize(ReadOnlySpan<byte> bytes)
    {
        long size = 0;
        for (var part = bytes.Length - 1; part >= 0; part--)
            size = (size << 8) | bytes[part];
        return size;
    }
}
