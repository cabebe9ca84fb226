namespace MarketStore.Storage.Records;

/// <summary>
/// Adds up what the elements of a raw Snappy block yield. The decoder stops at the length that the block claims and says nothing of elements that go beyond it,
/// as they do once a bit of a copy's length or distance has flipped: such a block would give rows that nobody wrote.
/// </summary>
internal static class SnappyElements
{
    const int MaxShortLiteral = 60;

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

    static long ReadSize(ReadOnlySpan<byte> bytes)
    {
        long size = 0;
        for (var part = bytes.Length - 1; part >= 0; part--)
            size = (size << 8) | bytes[part];
        return size;
    }
}
